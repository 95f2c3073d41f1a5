from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from tanggap.web import words

NOW = datetime(2026, 2, 24, 5, 0, tzinfo=UTC)  # 12.00 WIB


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False), translation.override("id"):
        yield


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=20), "baru saja"),
        (timedelta(minutes=3), "3 menit lalu"),
        (timedelta(hours=5), "5 jam lalu"),
        (timedelta(hours=14), "kemarin 22.00"),
        (timedelta(days=15), "Sen 9 Feb, 12.00"),
    ],
)
def test_a_past_moment_is_said_as_people_say_it(ago, said):
    assert words.ago_words(NOW - ago) == said


def test_the_exact_moment_names_the_zone_of_its_office():
    moment = datetime(2026, 2, 9, 0, 0, tzinfo=UTC)
    assert words.exact_words(moment) == "Senin, 9 Februari 2026, 07.00 WIB"
    assert words.exact_words(moment, ZoneInfo("Asia/Jayapura")).endswith("09.00 WIT")


def test_a_day_of_this_year_needs_no_year():
    assert words.day_words(date(2026, 3, 3)) == "Selasa, 3 Maret"
    assert words.day_words(date(2027, 3, 3)) == "Rabu, 3 Maret 2027"


def test_may_is_a_month_and_no_permission():
    assert words.day_words(date(2026, 5, 4)) == "Senin, 4 Mei"


def test_english_says_it_in_english():
    with translation.override("en"):
        assert words.day_words(date(2026, 3, 3)) == "Tuesday 3 March"
        assert words.clock_words(NOW) == "12:00"


def test_numbers_carry_the_languages_marks():
    assert words.number_words(48213) == "48.213"
    assert words.number_words(0.84, 2) == "0,84"


@pytest.mark.parametrize(
    ("seconds", "said"), [(20, "1 menit"), (2100, "35 menit"), (4 * 3600, "4 jam"), (9 * 86400, "9 hari")]
)
def test_a_length_of_time_has_one_unit(seconds, said):
    assert words.span_words(seconds) == said
