"""Two officers press at the same moment, each in a process of their own: one act is done, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tanggap.cases.actions import answer_case, assign_case
from tanggap.cases.errors import CaseRefusal, ThreadChanged, WrongState
from tanggap.cases.models import Case
from tanggap.cases.queries import newest_step
from tanggap.outbox.models import Message

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Any) -> list[Any]:
    """What became of acts that begin together: what they return, or how they are refused."""
    start = Barrier(len(acts))

    def run(act: Any) -> Any:
        try:
            start.wait(10)
            return act()
        except CaseRefusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def answers() -> list[str]:
    return list(Message.objects.filter(kind="answer").values_list("text", flat=True))


def test_of_two_answers_at_once_one_is_sent_and_the_other_officer_is_told(office):
    case = office.case()
    seen = newest_step(case)
    done = at_once(
        lambda: answer_case(case.id, "Besok kami ganti.", acting_officer=office.officer, seen_step=seen),
        lambda: answer_case(case.id, "Sudah dijadwalkan.", acting_officer=office.colleague, seen_step=seen),
    )
    assert [type(one) for one in done].count(ThreadChanged) == 1
    assert len(answers()) == 1


def test_a_double_press_at_once_is_one_answer_and_no_refusal(office):
    case = office.case()
    seen = newest_step(case)

    def press() -> Any:
        return answer_case(case.id, "Besok kami ganti.", acting_officer=office.officer, seen_step=seen)

    first, second = at_once(press, press)
    assert first == second
    assert answers() == ["Besok kami ganti."]


def test_of_two_who_take_a_case_at_once_one_holds_it_and_the_other_is_told(office):
    case = office.case()
    seen = newest_step(case)
    done = at_once(
        *(
            lambda who=who: assign_case(case.id, who, acting_officer=who, seen_step=seen)
            for who in (office.officer, office.colleague)
        )
    )
    assert [type(one) for one in done].count(WrongState) == 1
    assert Case.objects.get(id=case.id).steps.filter(kind="assigned").count() == 1
