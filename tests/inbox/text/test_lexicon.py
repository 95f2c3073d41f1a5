"""Word lists: phrases, pairs and exceptions."""

from __future__ import annotations

import time

import pytest

from tanggap.inbox.text import Lexicon, normalise
from tests.inbox.text.conftest import POSTS_OF_A_DAY, read


def found(phrase: str, text: str) -> bool:
    return bool(Lexicon({"list": [phrase]}).find(text))


def test_a_phrase_is_its_words_in_order() -> None:
    assert found("tidak menyala", "lampu tidak menyala")
    assert not found("tidak menyala", "menyala tidak")


def test_a_word_is_no_part_of_another() -> None:
    assert not found("api", "sapi tetangga lepas")


def test_a_pair_stands_near_in_any_order() -> None:
    assert found("kabel ~ putus", "putus itu kabel di depan")


def test_a_pair_is_not_found_across_sentences() -> None:
    assert not found("kabel ~ putus", "kabel sudah rapi. jembatan putus")


def test_a_pair_is_not_found_far_apart() -> None:
    assert not found("kabel ~ putus", "kabel a b c d e f g h i putus")


def test_an_exception_takes_out_what_it_covers() -> None:
    lexicon = Lexicon({"danger": ["banjir", "-banjir pujian"]})
    assert not lexicon.find("dinas banjir pujian")
    assert lexicon.find("dinas banjir pujian, padahal jalan banjir")


def test_an_exception_is_for_its_own_list_only() -> None:
    lexicon = Lexicon({"danger": ["kebakaran", "-pemadam kebakaran"], "agency": ["kebakaran"]})
    assert [hit.label for hit in lexicon.find("pemadam kebakaran")] == ["agency"]


def test_a_paired_exception_takes_out_both_sides() -> None:
    assert not Lexicon({"danger": ["kebakaran", "-kebakaran ~ sudah padam"]}).find("kebakaran di pasar sudah padam")


def test_short_forms_and_full_ones_are_the_same_word() -> None:
    assert found("tidak menyala", "lampunya gak menyala")
    assert found("gak menyala", "lampunya tidak menyala")


@pytest.mark.parametrize("phrase", ["a ~ b ~ c", "~ b", "", "-"])
def test_a_phrase_that_makes_no_sense_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="must be words"):
        Lexicon({"list": [phrase]})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gak", "tidak"),
        ("blm", "belum"),
        ("lubang2", "lubang"),
        ("lampunya", "lampu"),
        ("parahhhh", "parah"),
        ("Jl", "jalan"),
        ("don't", "dont"),
    ],
)
def test_a_word_is_read_in_full(written: str, meant: str) -> None:
    assert normalise(written).words == [meant]


def test_links_and_handles_are_no_words() -> None:
    assert normalise("@dinas-pu@kota.example lihat https://a.example/x?y=1 ya").words == ["lihat", "ya"]


def test_an_address_is_no_handle() -> None:
    assert "sari" in normalise("surel sari@warga.example").words


def test_a_very_long_text_is_read_to_a_point() -> None:
    assert normalise("kata " * 100_000).length == 1_200


def test_a_post_is_understood_in_a_blink() -> None:
    for text in POSTS_OF_A_DAY:
        read(text)
    started = time.process_time()
    for text in POSTS_OF_A_DAY * 50:
        read(text)
    each = (time.process_time() - started) / (len(POSTS_OF_A_DAY) * 50)
    # Meant are 150 µs; a machine that is busy with other tests may take several times that.
    assert each < 0.001
