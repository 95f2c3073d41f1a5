"""What nobody sees, and what turns a line around."""

from __future__ import annotations

import pytest

from tanggap.base.letters import is_blank, kept_in_line

RLO, PDF, RLI, PDI = "\u202e", "\u202c", "\u2067", "\u2069"
NOTHING = ["", " \n", RLO, "\u200b\u200d\ufeff", "\u00a0\u2028", "\u3164\u2800", "\ufe0f", "\u00ad"]
LOOSE = [RLO, PDF, RLI, PDI, f"{RLO}{PDI}", f"{RLI}{PDF}", f"{RLO}\n{PDF}", f"{RLO}\u2029{PDF}"]


@pytest.mark.parametrize("text", NOTHING)
def test_words_of_nothing_that_can_be_seen_are_none(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", f"{RLO}a", "\U0001f44d\U0001f3fd", "\U0001fae9", "e\u0301", "\u0936\u093f"])
def test_whatever_can_be_seen_is_a_word(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize("loose", LOOSE)
def test_marks_without_their_other_half_are_left_out(loose: str) -> None:
    shown = kept_in_line(f"Jalan{loose}rusak")
    assert shown == "Jalan" + "".join(letter for letter in loose if letter in "\n\u2029") + "rusak"


@pytest.mark.parametrize(
    "text", ["Jalan rusak", f"Jalan {RLI}a{PDI} rusak", f"{RLI}a{RLO}b{PDF}{PDI}\n", "\u05d0\u05d1"]
)
def test_pairs_and_all_else_stay(text: str) -> None:
    assert kept_in_line(text) == text
