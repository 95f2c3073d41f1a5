"""Word lists compiled for finding: all of them in one walk over a text. Needs no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tanggap.inbox.text.words import MARK, Text, normalise

# How many words may stand between the two sides of `a ~ b`.
NEAR = 8

Listed = Iterable[str] | Mapping[str, Iterable[str]]
_Words = tuple[str, ...]
_Spans = list[tuple[int, int]]


class Hit(NamedTuple):
    """A phrase of a list found in a text: whose it is, and from which word to which."""

    label: str
    phrase: str
    start: int
    end: int


class _Meaning(NamedTuple):
    """What it means that some words stand in a text: a phrase of a list, or one side of a pair."""

    label: str
    phrase: str
    excepts: bool
    other: _Words | None  # the words that must stand near, for a pair


@dataclass(slots=True)
class _Start:
    """The listed phrases that begin with a word: the word itself, and longer ones by their second word."""

    alone: _Words | None = None
    longer: dict[str, list[_Words]] = field(default_factory=dict)


class Lexicon:
    """Word lists under labels.

    `"a b"` is a phrase; `"a ~ b"` means both, near each other in one sentence, in any order; `"-a b"` excepts what it
    covers (`"-banjir pujian"` takes the flood out of the praise), and `"-a ~ b"` what either side covers.
    """

    __slots__ = ("_meanings", "_starts", "size")

    def __init__(self, lists: Mapping[str, Listed]):
        self._meanings: dict[_Words, list[_Meaning]] = {}
        self._starts: dict[str, _Start] = {}
        self.size = 0
        for label, listed in lists.items():
            by_language = listed.values() if isinstance(listed, Mapping) else [listed]
            for phrase in (phrase for phrases in by_language for phrase in phrases):
                self._add(str(label), phrase)
        for words in self._meanings:
            start = self._starts.setdefault(words[0], _Start())
            if len(words) == 1:
                start.alone = words
            else:
                start.longer.setdefault(words[1], []).append(words)

    def _add(self, label: str, phrase: str) -> None:
        sides = [tuple(normalise(side).words) for side in phrase.removeprefix("-").split("~")]
        if len(sides) > 2 or not all(sides):
            raise ValueError(f"{phrase!r} must be words, or words on both sides of one ~")
        excepts = phrase.startswith("-")
        for words, other in zip(sides, [*sides[1:], *sides[:1]] if len(sides) == 2 else [None]):
            meanings = self._meanings.setdefault(words, [])
            # Two spellings of one phrase are one, or each would count.
            if all((m.label, m.excepts, m.other) != (label, excepts, other) for m in meanings):
                meanings.append(_Meaning(label, phrase, excepts, other))
        self.size += 1

    def find(self, text: str | Text) -> list[Hit]:
        """Every phrase that stands in the text and is not excepted by its own label's list."""
        words = normalise(text).words
        places = self._places(words)
        hits: list[Hit] = []
        excepted: list[Hit] = []
        for phrase, found in places.items():
            for label, listed, excepts, other in self._meanings[phrase]:
                if other is None:
                    spans = found
                elif other in places:
                    spans = _near(found, places[other], words)
                else:
                    continue
                (excepted if excepts else hits).extend([Hit(label, listed, start, end) for start, end in spans])
        return [hit for hit in hits if not _covered(hit, excepted)] if excepted else hits

    def _places(self, words: list[str]) -> dict[_Words, _Spans]:
        """Which listed words stand where."""
        places: dict[_Words, _Spans] = {}
        starts = self._starts
        last = len(words) - 1
        for at, word in enumerate(words):
            start = starts.get(word)
            if start is None:
                continue
            if start.alone is not None:
                places.setdefault(start.alone, []).append((at, at + 1))
            if at < last and words[at + 1] in start.longer:
                for phrase in start.longer[words[at + 1]]:
                    end = at + len(phrase)
                    if len(phrase) == 2 or tuple(words[at:end]) == phrase:
                        places.setdefault(phrase, []).append((at, end))
        return places


def _near(some: _Spans, others: _Spans, words: list[str]) -> _Spans:
    """The places of `some` that have one of `others` near them in the same sentence."""
    near = []
    for start, end in some:
        for other_start, other_end in others:
            left, right = (end, other_start) if end <= other_start else (other_end, start)
            if 0 <= right - left <= NEAR and MARK not in words[left:right]:
                near.append((start, end))
                break
    return near


def _covered(hit: Hit, excepted: list[Hit]) -> bool:
    return any(e.label == hit.label and e.start < hit.end and hit.start < e.end for e in excepted)
