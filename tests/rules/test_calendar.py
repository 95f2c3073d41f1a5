"""Working days between days, the ruler of a page, and days as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.records.models import Entry
from tanggap.rules.actions import NewDay, clear_calendar_day, set_calendar_days
from tanggap.rules.calendar import add_working_days, calendar, days_between, working_days_between
from tanggap.rules.dates import spoken_date, weekday_name
from tanggap.rules.models import CalendarDay

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(2025, 1, 1), date(2028, 1, 1))


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 7, 6), date(2026, 7, 6), 0),
        (date(2026, 7, 6), date(2026, 7, 13), 5),
        (date(2026, 7, 13), date(2026, 7, 6), -5),
        (date(2026, 7, 10), date(2026, 7, 12), 0),
        (date(2026, 3, 17), date(2026, 3, 25), 1),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, end: date, count: int) -> None:
    assert working_days_between(start, end) == count


@given(start=DAYS, days=st.integers(0, 1500))
def test_working_days_of_years_are_those_of_their_days(start: date, days: int) -> None:
    worked = sum(calendar().is_working(start + timedelta(days=n)) for n in range(1, days + 1))
    assert working_days_between(start, start + timedelta(days=days)) == worked


@given(start=DAYS, count=st.integers(0, 40))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    assert working_days_between(start, add_working_days(start, count)) == count


def test_a_ruler_says_of_every_day_whether_it_is_worked_and_why_not() -> None:
    days = days_between(date(2026, 3, 18), date(2026, 3, 21), "en")
    assert [day.is_working for day in days] == [False] * 4
    assert days[1].reason == "Day of Silence"
    assert days_between(date(2026, 7, 11), date(2026, 7, 11))[0].reason == ""


def test_a_day_is_set_again_without_a_second_row() -> None:
    day = date(2026, 7, 8)
    set_calendar_days([NewDay(day, False, "Hari jadi")])
    set_calendar_days([NewDay(day, False, "Hari jadi kota")])
    assert CalendarDay.objects.get().name == "Hari jadi kota"


def test_a_changed_calendar_is_in_the_record_with_the_mandate() -> None:
    set_calendar_days([NewDay(date(2026, 7, 8), False, "Hari jadi")], mandate="m1")
    clear_calendar_day(date(2026, 7, 8))
    clear_calendar_day(date(2026, 7, 8))
    facts = [(entry.subject, entry.mandate, entry.facts["public"]) for entry in Entry.objects.order_by("id")]
    assert facts == [("day:2026-07-08", "m1", {"working": False}), ("day:2026-07-08", None, {"working": None})]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", "Selasa, 3 Maret 2026"),
        ("jv", "Selasa, 3 Maret 2026"),
        ("su", "Salasa, 3 Maret 2026"),
        ("en", "Tuesday, 3 March 2026"),
        ("tlh", "Selasa, 3 Maret 2026"),
        ("", "Selasa, 3 Maret 2026"),
    ],
)
def test_a_day_is_said_in_every_language(language: str, words: str) -> None:
    assert spoken_date(date(2026, 3, 3), language) == words


def test_a_moment_is_said_by_the_offices_clock() -> None:
    assert spoken_date(datetime(2026, 3, 2, 17, tzinfo=UTC), "id") == "Selasa, 3 Maret 2026"


def test_a_weekday_has_its_name() -> None:
    assert (weekday_name(5, "id"), weekday_name(5, "en")) == ("Sabtu", "Saturday")
