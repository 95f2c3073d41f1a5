"""An answer that did not arrive goes again, or is let go, under a mandate."""

import pytest

from tanggap.cases.actions import answer_case, let_answer_go, retry_answer
from tanggap.outbox.errors import NotStuck
from tanggap.outbox.models import Delivery
from tanggap.registry.errors import NotAllowed


@pytest.fixture
def stuck(office):
    case = office.case()
    step = answer_case(case.id, "Besok kami ganti.", acting_officer=office.officer)
    delivery = Delivery.objects.get(message=step.message)
    Delivery.objects.filter(id=delivery.id).update(state="stuck", attempts=12, reason="refused")
    return case, delivery


def test_a_stuck_answer_goes_again(office, stuck):
    case, delivery = stuck
    retry_answer(case.id, delivery.id, acting_officer=office.officer)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("signed", 0)
    with pytest.raises(NotStuck):
        retry_answer(case.id, delivery.id, acting_officer=office.officer)


def test_an_answer_that_is_let_go_keeps_its_reason_and_leaves_a_note(office, stuck, entries):
    case, delivery = stuck
    before = entries()
    let_answer_go(case.id, delivery.id, acting_officer=office.officer)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("dropped", "refused")
    assert case.steps.latest("id").kind == "noted"
    assert entries() == before


@pytest.mark.parametrize("act", [retry_answer, let_answer_go])
def test_both_need_a_mandate_to_answer(office, stuck, act):
    case, delivery = stuck
    with pytest.raises(NotAllowed):
        act(case.id, delivery.id, acting_officer=office.stranger)


@pytest.mark.parametrize("act", [retry_answer, let_answer_go])
def test_a_delivery_of_another_case_is_not_touched(office, stuck, act):
    with pytest.raises(Delivery.DoesNotExist):
        act(office.case().id, stuck[1].id, acting_officer=office.officer)
