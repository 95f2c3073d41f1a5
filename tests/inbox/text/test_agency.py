"""Which agency's words a text holds."""

from __future__ import annotations

from tanggap.inbox.text import Lexicon, agency_scores

KEYWORDS = {
    "1": ["jalan", "lubang", "lampu jalan", "jembatan"],
    "2": ["air", "pdam", "pipa"],
    "3": ["sampah", "taman", "jalan"],
}


def test_the_agency_with_the_most_words_comes_first() -> None:
    assert next(iter(agency_scores("pipa pdam bocor sampai ke jalan", KEYWORDS))) == "2"


def test_a_word_of_two_agencies_is_halved() -> None:
    assert agency_scores("jalan", KEYWORDS) == {"1": 0.5, "3": 0.5}


def test_a_phrase_says_more_than_a_word() -> None:
    assert agency_scores("lampu jalan dekat taman", KEYWORDS)["1"] > 0.6


def test_no_word_is_no_suggestion() -> None:
    assert agency_scores("kapan loket buka", KEYWORDS) == {}


def test_the_shares_make_one() -> None:
    assert abs(sum(agency_scores("air dan sampah di jalan", KEYWORDS).values()) - 1) < 0.01


def test_compiled_keywords_say_the_same() -> None:
    text = "lubang di jalan, air ke mana-mana"
    assert agency_scores(text, Lexicon(KEYWORDS)) == agency_scores(text, KEYWORDS)
