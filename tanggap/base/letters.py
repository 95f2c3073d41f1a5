"""Characters that nobody sees: words made of them alone are none, and those that turn a line around end with it.

Unicode's bidirectional algorithm (UAX #9) lets a text open an embedding, an override or an isolate and never close it;
whatever stands behind it on a page is then read backwards.
"""

from __future__ import annotations

import unicodedata

# Marks on letters and selectors show nothing by themselves; a few letters and signs are blank by design.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_EMBED, _ISOLATE, _POP_EMBED, _POP_ISOLATE = (
    frozenset("\u202a\u202b\u202d\u202e"),
    frozenset("\u2066\u2067\u2068"),
    "\u202c",
    "\u2069",
)
_TURNS = _EMBED | _ISOLATE | {_POP_EMBED, _POP_ISOLATE}


def is_blank(text: str) -> bool:
    """Whether a text holds nothing that anybody can see."""
    return all(letter in _BLANK or unicodedata.category(letter) in _UNSEEN for letter in text)


def kept_in_line(text: str) -> str:
    """The text without marks of direction that are opened and not closed, or closed and not opened, on their line."""
    if _TURNS.isdisjoint(text):
        return text
    return "".join(_paired(line) for line in text.splitlines(keepends=True))


def _paired(line: str) -> str:
    opened: list[int] = []
    loose: set[int] = set()
    for place, letter in enumerate(line):
        if letter in _EMBED or letter in _ISOLATE:
            opened.append(place)
        elif letter in (_POP_EMBED, _POP_ISOLATE):
            fits = _EMBED if letter == _POP_EMBED else _ISOLATE
            if opened and line[opened[-1]] in fits:
                opened.pop()
            else:
                loose.add(place)
    loose.update(opened)
    return "".join(letter for place, letter in enumerate(line) if place not in loose)
