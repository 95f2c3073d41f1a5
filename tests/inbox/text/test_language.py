"""The language of a post, as people mix it."""

from __future__ import annotations

import pytest

from tanggap.inbox.text import language_of

POSTS = {
    "id": [
        "Lampu jalan di depan rumah saya mati sejak minggu lalu, tolong diperbaiki",
        "min kapan sih jalan kenari diaspal, udah bolong2 semua",
        "pak, kenapa ya airnya keruh terus? udah 3 hari ga bisa dipake masak",
        "terima kasih, sampah di gang kami sudah diangkut",
        "gue udah lapor dua kali gaada respon sama sekali",
        "tolong dong itu got depan pasar mampet, baunya nyampe rumah",
        "apakah kantor kelurahan buka hari sabtu?",
        "mohon info syarat bikin ktp baru",
    ],
    "jv": [
        "Dalane bolong kabeh, nek udan ora ketok lubange",
        "pak tulung lampu ning ngarep omahku wis seminggu mati",
        "banyune butheg wiwit wingi, kapan didandani?",
        "matur nuwun nggih, dalanipun sampun sae",
        "kok durung rampung to, isih padha wae koyo wingi",
        "nyuwun pirsa, syarate gawe KTP niku menapa mawon nggih",
        "sampahe numpuk nang pinggir kali, mambune ra karuan",
        "wit gedhe ning ngarep sekolahan arep ambruk iki lho",
    ],
    "su": [
        "Jalan di payuneun imah abdi ruksak parah, punten dilereskeun",
        "lampu pareum geus saminggu euy, poek pisan",
        "cai ti kamari teu ngocor, kumaha ieu teh",
        "hatur nuhun, jalanna tos alus ayeuna mah",
        "teu acan rengse kang, masih kénéh bolong",
        "bade naros, upami ngadamel KTP kedah kamana nya?",
        "runtah numpuk di sisi walungan, bauna kaangseu nepi ka lembur",
        "naha can dibenerkeun wae nya, urang mah geus lapor ti baheula",
    ],
    "en": [
        "The street light in front of my house has been broken for a week",
        "when will you fix the road near the market?",
        "thanks, the garbage was picked up this morning",
        "still not fixed, it's the same hole as before",
        "is the office open on Saturday?",
        "there is no water here since yesterday, please help",
        "I'd like to apply for a permit, what are the requirements?",
        "a tree fell on the power line near the school",
    ],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in POSTS.items() for text in texts])
def test_a_post_is_in_its_language(code: str, text: str) -> None:
    assert language_of(text)[0] == code


def test_a_mixed_post_is_in_the_language_that_carries_it() -> None:
    assert language_of("min tolong ya, dalane bolong kabeh, wingi tanggaku tiba ning kono")[0] == "jv"


def test_english_words_do_not_make_a_post_english() -> None:
    assert language_of("min websitenya error mulu pas login, mau upload berkas gak bisa2")[0] == "id"


def test_the_networks_word_decides_where_the_text_says_nothing() -> None:
    assert language_of("Jl. Kenari 12", "su") == ("su", 0.25)


def test_the_networks_word_does_not_outweigh_the_text() -> None:
    assert language_of("Dalane bolong kabeh, nek udan ora ketok lubange", "en")[0] == "jv"


@pytest.mark.parametrize("text", ["", "12 34", "🙏🙏", "@dinas-pu@kota.example"])
def test_without_words_it_is_indonesian_and_not_sure(text: str) -> None:
    assert language_of(text) == ("id", 0.0)


def test_an_old_code_for_indonesian_is_understood() -> None:
    assert language_of("", "in-ID")[0] == "id"


def test_a_long_text_is_surer_than_a_short_one() -> None:
    short, long = "jalan rusak", "jalan di depan rumah kami sudah rusak dan belum diperbaiki sampai sekarang"
    assert language_of(long)[1] > language_of(short)[1]
