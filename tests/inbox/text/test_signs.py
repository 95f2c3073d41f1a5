"""What an author says in a reply: done, not done, stop."""

from __future__ import annotations

import pytest

from tanggap.inbox.text import is_opt_out, says_done, says_not_done
from tests.inbox.text.conftest import LISTS, read

NOT_DONE = [
    "belum selesai",
    "blm selesai pak",
    "kok ditutup? masih bolong gini",
    "masih sama aja min, belum ada perubahan",
    "durung rampung mas",
    "dereng wonten ingkang dugi",
    "isih peteng kok",
    "teu acan aya nu datang",
    "can dibenerkeun kang",
    "masih keneh bolong",
    "not fixed yet",
    "it's still broken, nobody came",
    "selesai apanya? rusak lagi kemarin",
    "hasn't been fixed",
]
DONE = [
    "sudah selesai, terima kasih",
    "udah beres min makasih",
    "betul sudah diperbaiki",
    "wis rampung, matur nuwun",
    "sampun sae dalanipun",
    "tos beres, hatur nuhun",
    "parantos rengse",
    "it's fixed now, thanks",
    "yes, resolved",
    "alhamdulillah udah bener, makasih ya min",
    "jalannya sudah bisa dilewati pak",
    "sip udah dikerjain tadi siang",
    "nuhun min tos réngsé",
]
NEITHER = [
    "kapan selesai?",
    "ini udah bener bener parah",
    "kalau sudah selesai tolong kabari",
    "semoga sudah selesai minggu depan",
    "oke ditunggu",
    "makasih infonya",
    "iraha rengse",
    "is it done?",
    "saya kirim fotonya besok",
]
STOP = [
    "stop",
    "STOP!",
    "berhenti",
    "tolong berhenti",
    "jangan balas lagi",
    "aja dibales maneh",
    "tong dibales deui",
    "unsubscribe",
    "please stop replying to me",
]
GO_ON = [
    "bus tidak stop di halte kenari",
    "angkot berhenti sembarangan di depan pasar, tolong ditertibkan",
    "air berhenti mengalir sejak pagi",
    "lampu stop mati di perempatan",
    "terima kasih",
]


@pytest.mark.parametrize("text", NOT_DONE)
def test_not_done_is_heard(text: str) -> None:
    assert read(text).says == "not_done"


@pytest.mark.parametrize("text", DONE)
def test_done_is_heard(text: str) -> None:
    assert read(text).says == "done"


@pytest.mark.parametrize("text", NEITHER)
def test_a_question_or_a_hope_confirms_nothing(text: str) -> None:
    assert read(text).says == ""


@pytest.mark.parametrize("text", STOP)
def test_stop_is_heard(text: str) -> None:
    assert read(text).says == "stop"


@pytest.mark.parametrize("text", GO_ON)
def test_a_stop_in_a_report_is_not_for_us(text: str) -> None:
    assert read(text).says != "stop"


def test_done_and_not_done_together_are_not_done() -> None:
    assert read("lampunya sudah nyala tapi jalannya masih bolong").says == "not_done"


def test_the_single_questions_say_the_same() -> None:
    assert says_not_done("belum selesai", LISTS["not_done"])
    assert says_done("sudah selesai", LISTS["done"], LISTS["not_done"])
    assert not says_done("belum selesai", LISTS["done"], LISTS["not_done"])
    assert is_opt_out("stop", LISTS["opt_out"])
