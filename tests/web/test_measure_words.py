"""The sentences of the measures say no more than their numbers."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from django.utils import translation

from tanggap.metrics.formulas import NOTHING, Times, measured, share
from tanggap.web.public import measure_words as say

EMPTY = measured(NOTHING)


def test_too_few_is_said_of_everything_only_where_nothing_can_be_judged():
    assert "terlalu sedikit untuk dinilai" in say.lead([], EMPTY)
    some = replace(EMPTY, answered=share(20, 100), on_time=share(2, 3))
    assert say.lead([], some).startswith("Jawaban yang jatuh tempo masih terlalu sedikit")


def test_the_lead_counts_what_was_late():
    roads = SimpleNamespace(name="Dinas PU")
    late = replace(EMPTY, on_time=share(5, 8))
    assert say.lead([(roads, late)], late) == (
        "Kabar buruknya dulu: Dinas PU tidak menjawab 3 dari 8 laporan tepat waktu."
    )
    few = replace(EMPTY, on_time=share(1, 4))
    assert "3 dari 8 laporan tidak dijawab tepat waktu" in say.lead([(roads, few)], late)
    assert say.lead([], replace(EMPTY, on_time=share(8, 8))) == "Tidak ada jawaban yang terlambat dalam masa ini."


def test_counts_are_real_and_the_share_is_per_cent():
    some = replace(EMPTY, answered=share(11, 55), on_time=share(1, 5), dialogue=share(6, 8))
    assert say.answered(some) == "11 dari 55 laporan sudah dijawab sampai hari ini (20\u00a0%)."
    assert say.dialogue(some).endswith("adalah jawaban untuk warga (75\u00a0%).")
    with translation.override("en"):
        assert say.on_time([], some) == "1 of 5 reports was answered on time (20\u00a0%)."


def test_those_who_still_wait_are_not_among_those_who_waited():
    some = replace(EMPTY, first_answer=Times(20, 0.01, 0.01, 3.0))
    assert say.waiting(some).startswith("Separuh dari yang sudah dijawab menunggu paling lama 1 menit")
    with translation.override("en"):
        assert (
            say.waiting(some)
            == "Half of those who have an answer waited 1 minute at most, one in ten longer than 3 hours."
        )
