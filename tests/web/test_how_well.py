"""How well we answer, in one sentence that says no more than its numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import translation

from tanggap.metrics.formulas import Statistics, Times, share, statistics
from tanggap.web.public.how_well import _figures, _is_worth_a_chart, _lead

START, END = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def numbers(part: int, whole: int) -> Statistics:
    return replace(statistics((), {}, START, END), answered=share(part, whole))


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (11, 218, "11 dari 218 laporan dalam 30 hari terakhir sudah dijawab."),
        (0, 218, "Belum satu pun dari 218 laporan dalam 30 hari terakhir dijawab."),
        (100, 218, "100 dari 218 laporan dalam 30 hari terakhir sudah dijawab."),
        (4, 20, "4 dari 20 laporan dalam 30 hari terakhir sudah dijawab."),
        (207, 218, "207 dari 218 laporan dalam 30 hari terakhir sudah dijawab."),
        (217, 218, "Hampir semua laporan dalam 30 hari terakhir sudah dijawab."),
        (218, 218, "Semua 218 laporan dalam 30 hari terakhir sudah dijawab."),
    ],
)
def test_no_rounding_says_more_than_the_counts(part, whole, said):
    assert _lead(numbers(part, whole)) == said


def test_one_report_has_an_answer_in_good_english():
    with translation.override("en"):
        assert _lead(numbers(1, 218)) == "1 of 218 reports of the last 30 days has been answered."
        assert _lead(numbers(2, 218)) == "2 of 218 reports of the last 30 days have been answered."


def test_of_the_reports_that_are_not_answered_it_says_nothing_since_some_were_set_aside():
    some = replace(numbers(40, 100), dismissed=9, opened=100)
    assert "menunggu" not in _lead(some)
    assert [figure.number for figure in _figures(some)] == ["9"]


def test_a_figure_is_per_cent_of_what_was_counted_and_the_wait_is_of_those_who_have_an_answer():
    late, waited = _figures(replace(numbers(6, 7), on_time=share(6, 7), first_answer=Times(6, 0.01, 0.01, 2.0)))
    assert (late.number, late.unit) == ("86", "%")
    assert late.words == "dari 7 laporan yang jatuh tempo dijawab tepat waktu."
    assert "separuh dari yang sudah dijawab" in waited.words


def test_a_chart_waits_for_an_answer_or_a_week():
    quiet = numbers(0, 9)
    assert not _is_worth_a_chart(quiet, [(9, 0)])
    assert _is_worth_a_chart(quiet, [(1, 0)] * 7)
    assert _is_worth_a_chart(replace(quiet, outgoing=1), [(9, 1)])
