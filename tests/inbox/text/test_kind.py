"""What a post asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tanggap.inbox.text import KINDS, kind_of
from tests.inbox.text.conftest import read

POSTS = {
    "complaint": [
        "Lampu jalan di depan rumah saya mati sejak minggu lalu, tolong diperbaiki",
        "sampah di TPS melati udah 5 hari ga diangkut, bau banget!!",
        "kok antreannya lama banget sih, dari jam 7 belum dipanggil juga",
        "jalan kenari bolong2, motor saya sampe bocor ban",
        "banyune butheg wiwit wingi, kok durung didandani",
        "lampu pareum geus saminggu euy, poek pisan",
        "the drain on Melati street is blocked again and it smells",
        "petugasnya jutek dan minta uang rokok, terima kasih",
    ],
    "information": [
        "apakah kantor kelurahan buka hari sabtu?",
        "mau tanya min, syarat bikin akta lahir apa saja ya",
        "berapa biaya uji KIR sekarang",
        "nyuwun pirsa, syarate gawe KTP niku menapa mawon nggih",
        "bade naros, upami ngadamel KTP kedah kamana nya?",
        "what time does the office open on Monday?",
        "saya minta salinan dokumen anggaran perbaikan jalan tahun lalu",
    ],
    "aspiration": [
        "usul min, sebaiknya di taman kenari dipasang lampu",
        "semoga ke depan ada jalur sepeda sampai terminal",
        "saya ingin mengajukan beasiswa untuk anak yatim",
        "usul, becike ning alun-alun dipasangi kursi",
        "saran abdi mah kedahna aya halte di payuneun rumah sakit",
        "it would be great to have more trees along the river, I hope you consider it",
    ],
    "appreciation": [
        "mantap, sekarang jalannya mulus, salut buat dinas PU",
        "pelayanannya bagus dan petugasnya ramah",
        "dalane wis apik tenan, jos",
        "tos sae jalanna, alus pisan",
        "great job, the park is so clean now",
        "tumben kemarin hujan deras ga banjir, selokan yg dikeruk beneran ngefek, makasih min",
        "the nurse was wonderful with my boy, thank you",
    ],
    "thanks": ["makasih ya min", "matur nuwun sanget", "hatur nuhun pisan", "thank you!", "terima kasih banyak pak"],
    "chat": ["wkwkwk", "halo min", "🙏🙏🙏", "iya", "selamat pagi", "setuju bu"],
    "unclear": ["depan kantor pos sebelah toko besi", "itu yang kemarin ditanyakan tetangga saya"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in POSTS.items() for text in texts])
def test_a_post_is_of_its_kind(kind: str, text: str) -> None:
    assert read(text).kind == kind


def test_trouble_that_is_denied_is_over_only_for_who_gives_thanks() -> None:
    assert read("makasih min, jalannya ga banjir").kind == "thanks"
    assert read("jalannya ga banjir kalo kemarau doang").kind == "complaint"


@pytest.mark.parametrize(
    "text",
    ["makasih min, tapi air masih ga ngalir", "suwun, nanging durung rampung", "thanks, still no water, not fixed"],
)
def test_what_is_not_done_asks_for_something_thanks_or_not(text: str) -> None:
    assert read(text).kind == "complaint"


def test_thanks_at_the_end_do_not_make_a_complaint_a_thank_you() -> None:
    text = "selamat pagi, got di gang kami mampet dan meluap, atas perhatiannya kami ucapkan terima kasih"
    assert read(text).kind == "complaint"


def test_thanks_in_a_long_text_without_a_known_word_still_open_a_case() -> None:
    text = "soal rumah nomor dua belas yang kemarin kita bicarakan di kantor bersama pak lurah dan warga, terima kasih"
    assert read(text).kind == "unclear"


GREETINGS = ["wilujeng énjing", "wilujeng siang", "wilujeng sonten", "wilujeng wengi", "sampurasun"]
GREETINGS += ["sugeng énjing", "sugeng enjing", "sugeng siang", "sugeng sonten", "sugeng dalu"]
WISHES = ["wilujeng énjing min, mugia salamet sadayana", "sampurasun baraya sadayana, kumaha damang?"]
WISHES += ["sugeng sonten min, mugi tansah pinaringan sehat", "sugeng énjing min, mugi sehat sedaya"]


@pytest.mark.parametrize("text", [*GREETINGS, *(f"{words} min" for words in GREETINGS), *WISHES])
def test_a_greeting_in_sundanese_or_javanese_asks_for_nothing(text: str) -> None:
    assert read(text).kind == "chat"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("complaint", "wilujeng énjing min, lampu pareum geus saminggu"),
        ("aspiration", "wilujeng énjing, mugia aya lampu di jalan Melati"),
        ("aspiration", "sugeng enjing, mugi sehat sedaya, mugi wonten lampu wonten gang kula"),
        ("information", "sampurasun, bade naros, upami ngadamel KTP kedah kamana nya?"),
        ("unclear", "wilujeng énjing, di payuneun kantor pos gigireun toko beusi"),
    ],
)
def test_who_greets_first_is_still_heard(kind: str, text: str) -> None:
    assert read(text).kind == kind


def test_praise_that_is_denied_is_a_complaint() -> None:
    assert read("pelayanannya tidak ramah dan tidak memuaskan").kind == "complaint"


def test_nothing_but_a_picture_may_be_a_report() -> None:
    assert read("").kind == "unclear"


def test_a_bare_mention_is_no_report() -> None:
    assert read("@dinas-pu@kota.example").kind == "chat"


def test_plain_lists_are_enough(lists: Mapping[str, Any]) -> None:
    assert kind_of("jalan rusak", {"complaint": {"id": ["rusak"]}}) == "complaint"


@pytest.mark.parametrize("text", ["\x00", "a" * 100_000, "? " * 5_000, "~ - ~", "मदद", "\ud800"])
def test_every_text_is_of_some_kind(text: str) -> None:
    assert read(text).kind in KINDS


@pytest.mark.parametrize(
    "text", ["nuhun infona", "suwun infone", "makasih infonya min", "thanks for the info", "matur nuwun informasine"]
)
def test_thanks_for_an_answer_asks_for_nothing(text):
    assert read(text).kind == "thanks"
