"""Deadlines in working days, with the reason in a sentence that anybody can check."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from tanggap.rules.actions import NewDay, clear_calendar_day, set_calendar_days
from tanggap.rules.calendar import office_day
from tanggap.rules.deadlines import deadline_for
from tanggap.rules.packs import KINDS

pytestmark = pytest.mark.django_db
# Monday, 6 July 2026, nine in the morning in Jakarta: no holiday for weeks.
MONDAY = datetime(2026, 7, 6, 2, tzinfo=UTC)
# Friday, 13 March 2026: Nyepi and Idul Fitri with their joint leave come next.
BEFORE_THE_FEASTS = datetime(2026, 3, 13, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "answer", "result"),
    [
        ("complaint", date(2026, 7, 13), date(2026, 7, 24)),
        ("aspiration", date(2026, 7, 13), date(2026, 7, 24)),
        ("information", date(2026, 7, 20), date(2026, 7, 20)),
        ("whistleblowing", date(2026, 7, 13), date(2026, 9, 30)),
        ("unclear", date(2026, 7, 13), date(2026, 7, 24)),
    ],
)
def test_each_kind_has_its_deadlines(kind: str, answer: date, result: date) -> None:
    due = deadline_for(kind, MONDAY)
    assert (office_day(due.answer_due), office_day(due.result_due)) == (answer, result)


def test_a_deadline_is_the_last_second_of_its_day_in_the_office() -> None:
    assert deadline_for("complaint", MONDAY).answer_due == datetime(2026, 7, 13, 16, 59, 59, tzinfo=UTC)


def test_the_hour_does_not_matter_but_the_offices_midnight_does() -> None:
    late = deadline_for("complaint", datetime(2026, 7, 6, 16, 59, 59, tzinfo=UTC))
    next_day = deadline_for("complaint", datetime(2026, 7, 6, 17, tzinfo=UTC))
    assert office_day(late.answer_due) == date(2026, 7, 13)
    assert office_day(next_day.answer_due) == date(2026, 7, 14)


def test_the_sentence_counts_what_was_left_out_in_both_languages() -> None:
    due = deadline_for("complaint", MONDAY)
    assert due.sentence("id") == "5 hari kerja sejak diterima, tidak menghitung Sabtu dan Minggu"
    assert due.sentence("en").endswith("not counting Saturday and Sunday")


def test_holidays_are_named_in_the_sentence() -> None:
    due = deadline_for("complaint", BEFORE_THE_FEASTS)
    assert office_day(due.answer_due) == date(2026, 3, 27)
    assert "Sabtu, Minggu, dan 5 hari libur" in due.sentence("id")
    assert "Nyepi" in due.sentence("id")
    assert "5 holidays" in due.sentence("en")


def test_a_language_without_an_interface_gets_the_sentence_in_the_first_one() -> None:
    assert deadline_for("complaint", MONDAY).sentence("jv") == deadline_for("complaint", MONDAY).sentence("id")


def test_a_weekend_that_is_not_passed_is_not_mentioned(settings: Settings) -> None:
    set_calendar_days([NewDay(date(2026, 7, 11), True, "Kerja bakti"), NewDay(date(2026, 7, 12), True, "Kerja bakti")])
    assert deadline_for("complaint", MONDAY).sentence("id") == "5 hari kerja sejak diterima"


def test_a_regional_holiday_moves_deadlines_from_then_on_and_can_be_taken_back() -> None:
    promised = deadline_for("complaint", MONDAY)
    set_calendar_days([NewDay(date(2026, 7, 8), False, "Hari jadi kota", "SK 9/2026")])
    moved = deadline_for("complaint", MONDAY)
    assert office_day(moved.answer_due) == date(2026, 7, 14)
    assert "1 hari libur (Hari jadi kota)" in moved.sentence("id")
    assert promised.sentence("id") == "5 hari kerja sejak diterima, tidak menghitung Sabtu dan Minggu"
    assert clear_calendar_day(date(2026, 7, 8))
    assert deadline_for("complaint", MONDAY).answer_due == promised.answer_due


def test_a_holiday_that_was_moved_is_worked() -> None:
    set_calendar_days([NewDay(date(2026, 3, 18), True, "Cuti bersama dicabut")])
    assert office_day(deadline_for("complaint", BEFORE_THE_FEASTS).answer_due) == date(2026, 3, 26)


def test_the_generic_pack_works_for_another_country_with_data_alone(settings: Settings) -> None:
    settings.RULES = "generic"
    due = deadline_for("complaint", datetime(2026, 3, 16, 2, tzinfo=UTC))
    assert due.answer_rule == "generic/2026.1/first-answer"
    assert office_day(due.answer_due) == date(2026, 3, 23)


def test_an_unknown_kind_has_the_deadlines_of_an_unclear_one() -> None:
    assert deadline_for("poetry", MONDAY) == deadline_for("unclear", MONDAY)


def test_many_deadlines_cost_one_question(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(1):
        assert len([deadline_for(kind, MONDAY) for kind in KINDS * 50]) == 300


@given(
    moment=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), kind=st.sampled_from(KINDS)
)
def test_an_answer_is_never_due_on_a_free_day_nor_after_the_result(moment: datetime, kind: str) -> None:
    due = deadline_for(kind, moment)
    assert moment < due.answer_due <= due.result_due
    assert due.calendar.is_working(office_day(due.answer_due))
