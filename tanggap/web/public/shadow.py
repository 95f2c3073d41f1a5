"""Words as a machine compares them, with the way back: one kind of digit, dash and space, nothing invisible.

People write full-width digits, or something invisible between two digits, or `name (at) host [dot] id`. One plain
pattern finds all of these in the shadow, and what is found is replaced in the words as written. Pure, and linear.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Format characters, accents and keycaps hide a digit from a pattern and from nobody's eyes.
_INVISIBLE = {"Cf", "Mn", "Me"}
_OPEN, _CLOSE = r"[\[({<]\s{0,3}", r"\s{0,3}[\])}>]"
_DOT_WORD = r"\s{1,3}(?:dot|titik)\s{1,3}"
_DOT_SIGN = rf"\s{{0,3}}{_OPEN}(?:dot|titik|\.){_CLOSE}\s{{0,3}}"
# Before " at ", these speak of a site or a place and not of a mailbox.
_NO_MAILBOX = (
    "look",
    "is",
    "am",
    "are",
    "was",
    "were",
    "be",
    "me",
    "us",
    "it",
    "here",
    "there",
    "available",
    "site",
    "page",
)
_NOT_AT_A_PLACE = "".join(rf"(?<!\b{word})" for word in _NO_MAILBOX)
_SPELT = re.compile(
    rf"(?P<at_sign>\s{{0,3}}{_OPEN}(?:at|@){_CLOSE}\s{{0,3}}|(?<=\w)\s{{0,3}}@\s{{1,3}}(?=[\w\-]{{1,63}}(?:\.|{_DOT_SIGN}|{_DOT_WORD})))"
    rf"|(?P<dot_sign>{_DOT_SIGN})"
    rf"|(?<=\w){_NOT_AT_A_PLACE}(?P<at_word>\s{{1,3}}at\s{{1,3}})(?=[\w\-]{{1,63}}(?:\.\w|{_DOT_SIGN}|{_DOT_WORD}))"
    rf"|(?<=\w)(?P<dot_word>{_DOT_WORD})(?=\w)",
    re.IGNORECASE,
)

# Most words have nothing of the kind, and this is seen sooner.
_MAY_SPELL = re.compile(r"@\s|[\[({<]\s{0,3}(?:at|dot|titik|@|\.)|\s(?:at|dot|titik)\s", re.IGNORECASE)

# Where something begins and ends in a shadow, and what is shown instead.
Found = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Shadow:
    """The comparable form of some words, and where each of its characters begins and ends in them."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def replace_found(find: Callable[[str], Iterable[Found]], words: str) -> str:
    """The words with the places that `find` names in their shadow, in order, replaced; all else stays as written."""
    shadow = shadow_of(words)
    pieces, done = [], 0
    for start, end, instead in find(shadow.text):
        pieces += [words[done : shadow.starts[start]], instead]
        done = shadow.ends[end - 1]
    return "".join([*pieces, words[done:]])


# One text is looked through for one thing after the other.
@lru_cache(maxsize=1)
def shadow_of(words: str) -> Shadow:
    """The comparable form of some words."""
    places = range(len(words) + 1)
    return _spelt_out(Shadow(words, places[:-1], places[1:]) if words.isascii() else _flattened(words))


def _flattened(words: str) -> Shadow:
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, written in enumerate(words):
        for character in _plain_of(written):
            characters.append(character)
            starts.append(place)
            ends.append(place + 1)
    return Shadow("".join(characters), starts, ends)


def _plain_of(written: str) -> str:
    """One character's comparable form; nothing for what cannot be seen."""
    if written.isascii():
        return written
    category = unicodedata.category(written)
    if category in _INVISIBLE:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(written))
    if category == "Pd" or written == "\N{MINUS SIGN}":
        return "-"
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    # A letter that falls apart into many is no way to hide a number.
    plain = unicodedata.normalize("NFKC", written)
    return plain if len(plain) == 1 else written


def _spelt_out(shadow: Shadow) -> Shadow:
    """Spelt `(at)`, `[dot]` and their like become the sign, which stands for the whole of what was spelt."""
    if not _MAY_SPELL.search(shadow.text):
        return shadow
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for found in _SPELT.finditer(shadow.text):
        pieces += [shadow.text[done : found.start()], "@" if (found.lastgroup or "").startswith("at") else "."]
        starts += [*shadow.starts[done : found.start()], shadow.starts[found.start()]]
        ends += [*shadow.ends[done : found.start()], shadow.ends[found.end() - 1]]
        done = found.end()
    if not done:
        return shadow
    pieces.append(shadow.text[done:])
    return Shadow("".join(pieces), [*starts, *shadow.starts[done:]], [*ends, *shadow.ends[done:]])
