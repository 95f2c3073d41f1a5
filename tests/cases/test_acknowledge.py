"""The machine's receipt and its rules."""

from datetime import timedelta

import pytest
from django.conf import settings

from tanggap.base.clock import now
from tanggap.cases.models import Case
from tanggap.channels.actions import note_block
from tanggap.channels.contract import Audience, ConnectorError, Sent
from tanggap.channels.models import ConnectedAccount
from tanggap.outbox.actions import claim_deliveries, settle_deliveries
from tanggap.outbox.actions.settle import Tried
from tanggap.outbox.envelope import outgoing
from tanggap.outbox.models import Message
from tanggap.people.actions import opt_out_citizen


def receipts():
    return list(Message.objects.filter(kind="acknowledgement").order_by("id"))


def test_a_case_is_acknowledged_in_its_thread_with_number_deadline_and_receipt(office):
    case = office.case()
    [receipt] = receipts()
    assert receipt.replies_to == case.opening_post.remote
    assert case.tracking_id in receipt.text
    assert f"/receipts/{case.tracking_id}.tlog-proof" in receipt.text
    assert receipt.mandate is not None
    assert receipt.officer is None


def test_the_receipt_is_in_the_authors_language(office):
    office.case("The street light in front of the school is broken, please repair it")
    [receipt] = receipts()
    assert receipt.language == "en"
    assert "must answer by" in receipt.text


def test_a_bot_gets_no_receipt(office):
    office.case(is_bot=True)
    assert receipts() == []


def test_an_old_post_gets_no_receipt(office):
    office.case(published_at=now() - timedelta(days=30))
    assert receipts() == []


def test_whoever_blocks_the_account_gets_no_receipt(office):
    case = office.case(author="budi")
    note_block(office.account, case.author)
    office.case("Jalan rusak lagi di depan pasar", author="budi")
    assert len(receipts()) == 1


def test_whoever_opted_out_gets_no_receipt_but_is_told_of_danger(office):
    case = office.case(author="budi")
    opt_out_citizen(case.author.citizen)
    office.case("Tolong! Kabel listrik putus menjuntai di jalan, banyak anak lewat", author="budi")
    assert len(receipts()) == 1
    assert "112" in Message.objects.get(kind="danger").text


def test_an_author_gets_a_few_receipts_in_a_day(office):
    for number in range(7):
        office.case(f"Jalan berlubang nomor {number} belum diperbaiki", author="budi")
    assert len(receipts()) == 5


def test_an_account_without_receipts_sends_none(office):
    ConnectedAccount.objects.update(acknowledging="none")
    office.case()
    assert receipts() == []


def test_danger_stands_inside_the_receipt_and_not_beside_it(office):
    office.case("Tolong! Kabel listrik putus menjuntai di jalan, bahaya sekali")
    [receipt] = receipts()
    assert "112" in receipt.text
    assert not Message.objects.filter(kind="danger").exists()


def test_a_direct_message_is_acknowledged_directly_and_without_public_links(office):
    office.case("Tolong, ada pungli di kantor kelurahan", audience=Audience.DIRECT)
    [receipt] = receipts()
    assert receipt.audience == "direct"
    assert "/cases/" not in receipt.text


@pytest.mark.parametrize("result", [Sent("x"), ConnectorError("gone", permanent=True)])
def test_the_secret_link_is_gone_from_our_copy_once_its_way_has_ended(office, result):
    office.case("Tolong, ada pungli di kantor kelurahan", audience=Audience.DIRECT)
    [delivery] = claim_deliveries(10)
    assert f"{settings.BASE_URL}/s/" in outgoing(delivery).text
    settle_deliveries([Tried(delivery, result)])
    [receipt] = receipts()
    assert "/s/" not in receipt.text + str(receipt.extra)
    assert "…" in receipt.text


def test_the_secret_link_stays_while_the_receipt_is_tried_again(office):
    office.case("Tolong, ada pungli di kantor kelurahan", audience=Audience.DIRECT)
    [delivery] = claim_deliveries(10)
    settle_deliveries([Tried(delivery, ConnectorError("busy", permanent=False))])
    assert "/s/" in receipts()[0].text


def test_who_turns_to_us_in_confidence_beneath_a_public_report_gets_a_number_for_that(office):
    case = office.case(author="budi")
    parent = case.opening_post.remote.remote_id
    for _ in range(2):
        office.write("Pelakunya tetangga saya sendiri", author="budi", audience=Audience.DIRECT, in_reply_to=parent)
        office.work()
    first, second = receipts()
    assert (first.audience, second.audience) == ("unlisted", "direct")
    assert "/s/" in second.text
    assert Case.objects.filter(is_sealed=True).count() == 1


@pytest.mark.parametrize(
    ("words", "link"),
    [
        ("The street light in front of the school is broken, please repair it", "/?lang=en\n"),
        ("Lampu jalan di depan sekolah mati, tolong diperbaiki", "/\n"),
    ],
)
def test_its_link_leads_to_pages_in_the_authors_language(office, words, link):
    case = office.case(words)
    assert f"/cases/{case.tracking_id}{link}" in receipts()[0].text
