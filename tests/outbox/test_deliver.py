"""The last mile: claimed under a lease, sent through a connector, settled once."""

import pytest

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case, forward_case
from tanggap.channels import plugins
from tanggap.channels.contract import ConnectorError, Resend, Sent
from tanggap.outbox.actions import (
    claim_deliveries,
    free_deliveries,
    put_back_deliveries,
    retry_delivery,
    settle_deliveries,
)
from tanggap.outbox.actions.settle import Tried
from tanggap.outbox.envelope import outgoing
from tanggap.outbox.errors import NotStuck
from tanggap.outbox.models import Delivery


@pytest.fixture
def answered(office):
    """A case with an answer that waits, its receipt delivered."""
    case = office.case()
    settle_deliveries([Tried(d, Sent("x")) for d in claim_deliveries(10)])
    step = answer_case(case.id, "Besok kami ganti.\n\nTerima kasih.", acting_officer=office.officer)
    return Delivery.objects.get(message=step.message)


def claim():
    [delivery] = claim_deliveries(10)
    return delivery


def test_a_delivery_is_claimed_by_one_worker_only(answered):
    assert claim().id == answered.id
    assert claim_deliveries(10) == []


def test_an_answer_that_arrived_makes_its_entry(answered, entries):
    settle_deliveries([Tried(claim(), Sent("https://localhost/notes/1"))])
    answered.refresh_from_db()
    assert answered.state == "delivered"
    assert entries()[-1] == "message.delivered"


def test_a_settle_after_the_lease_was_lost_changes_nothing(answered, entries):
    late = claim()
    Delivery.objects.filter(id=late.id).update(lease_token="somebody-elses")
    settle_deliveries([Tried(late, Sent("x"))])
    answered.refresh_from_db()
    assert answered.state == "sending"
    assert "message.delivered" not in entries()


def test_a_passing_failure_is_tried_again_later(answered):
    settle_deliveries([Tried(claim(), ConnectorError("503", permanent=False, retry_after=120))])
    answered.refresh_from_db()
    assert answered.state == "signed"
    assert (answered.next_at - now()).total_seconds() > 100
    assert claim_deliveries(10) == []


def test_a_permanent_failure_of_an_answer_waits_for_a_person(answered):
    settle_deliveries([Tried(claim(), ConnectorError("gone", permanent=True, shown="The account is gone"))])
    answered.refresh_from_db()
    assert (answered.state, answered.reason) == ("stuck", "The account is gone")
    retry_delivery(answered.id)
    assert claim().id == answered.id


def test_only_a_stuck_delivery_is_let_go_again(answered):
    with pytest.raises(NotStuck):
        retry_delivery(answered.id)


def test_a_receipt_that_cannot_arrive_ends_quietly(office):
    office.case()
    settle_deliveries([Tried(claim(), ConnectorError("gone", permanent=True))])
    assert Delivery.objects.get().state == "dropped"


@pytest.mark.parametrize(("resend", "state"), [(Resend.SAFE, "sending"), (Resend.PERSON, "stuck")])
def test_a_delivery_whose_sender_died_follows_its_networks_rule(answered, monkeypatch, resend, state):
    claim()
    monkeypatch.setattr(plugins.connector("activitypub"), "resend", resend)
    Delivery.objects.update(lease_until=now())
    free_deliveries()
    claim_deliveries(10)
    answered.refresh_from_db()
    assert answered.state == state


def test_a_delivery_that_was_claimed_in_vain_is_put_back_as_if_it_had_not_been(answered):
    put_back_deliveries([claim()])
    answered.refresh_from_db()
    assert (answered.state, answered.attempts, answered.lease_token) == ("signed", 0, None)
    assert answered.next_at > now()


def test_an_answer_is_addressed_to_the_author_in_their_thread(answered, office):
    message = outgoing(claim())
    assert message.in_reply_to.startswith("https://town.example/notes/")
    assert message.recipient.inbox.endswith("/inbox")
    assert message.html == "<p>Besok kami ganti.</p><p>Terima kasih.</p>"


def test_an_agency_that_speaks_through_anothers_account_is_named_under_its_words(office):
    case = office.case()
    forward_case(case.id, office.dishub, "Ini urusan parkir", acting_officer=office.officer)
    answer_case(case.id, "Besok kami atur.", acting_officer=office.stranger)
    [delivery] = [one for one in claim_deliveries(10) if one.message.kind == "answer"]
    assert outgoing(delivery).text == f"Besok kami atur.\n\n— {office.dishub.name}"
    assert delivery.message.text == "Besok kami atur."


def test_an_agency_that_speaks_through_its_own_account_is_not_named_again(answered):
    [delivery] = [one for one in claim_deliveries(10) if one.message.kind == "answer"]
    assert outgoing(delivery).text == delivery.message.text
