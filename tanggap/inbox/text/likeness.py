"""Whether two posts say the same. Needs no Django."""

from __future__ import annotations

import hashlib
from zlib import crc32

from tanggap.inbox.text.words import MARK, Text, normalise

_PLACES = 16
_BAND = 4
_EMPTY = 1 << 32


def text_digest(text: str | Text) -> str:
    """16 hex characters, equal for texts that differ only in spelling, signs, links and handles."""
    said = " ".join([word for word in normalise(text).words if word != MARK])
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def near_digests(text: str | Text) -> tuple[str, ...]:
    """Four digests of which near-duplicates (nine tenths of their word pairs alike) practically always share one.

    One-permutation MinHash over word pairs (Li, Owen and Zhang 2012), in four bands.
    """
    words = [word for word in normalise(text).words if word != MARK]
    least = [_EMPTY] * _PLACES
    for one, next_one in zip(words, words[1:] or [""]):
        number = crc32(f"{one} {next_one}".encode())
        if number < least[number & (_PLACES - 1)]:
            least[number & (_PLACES - 1)] = number
    least = _filled(least)
    return tuple(f"{at // _BAND}{crc32(repr(least[at : at + _BAND]).encode()):08x}" for at in range(0, _PLACES, _BAND))


def _filled(least: list[int]) -> list[int]:
    """An empty place borrows its right neighbour's number, so that short texts compare too (rotation)."""
    filled = list(least)
    for at in range(2 * _PLACES - 1, -1, -1):
        if filled[at % _PLACES] == _EMPTY:
            filled[at % _PLACES] = filled[(at + 1) % _PLACES]
    return filled
