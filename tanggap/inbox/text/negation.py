"""Whether a word stands right behind a "no". Needs no Django."""

from __future__ import annotations

_NO_WORDS = """
tidak bukan tanpa ora dudu mboten boten teu henteu lain no not never without isnt arent wasnt dont doesnt
"""
# Between the "no" and the word may stand only these: "tidak ada kebakaran", "ora ana banjir", "there is no more fire".
_BETWEEN_WORDS = "ada ana ono wonten aya lagi terlalu begitu patiya pati more any a the so very"
_NO = frozenset(_NO_WORDS.split())
_BETWEEN = frozenset(_BETWEEN_WORDS.split())


def is_denied(words: list[str], at: int) -> bool:
    """Whether the word at that place is denied by the words right before it."""
    place = at - 1
    while place >= 0 and at - place <= 2 and words[place] in _BETWEEN:
        place -= 1
    return place >= 0 and words[place] in _NO
