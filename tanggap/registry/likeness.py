"""Names made to look alike: folds them together, so that a copy falls on its original. Pure.

After Unicode TR 39 ("skeleton"), with the letters that are used for it against Latin names, and with digits and pairs
of letters that only the eye takes for others.
"""

from __future__ import annotations

import unicodedata

# Cyrillic, Greek and other letters with the Latin ones that they are taken for.
_FOREIGN = dict(
    [
        *zip("абвгдеёзийкмнорстухць", "a6brdee3uukmhopctyxub", strict=True),
        *zip("ѕіїјԁԛԝһүӏ", "siijdqwhyl", strict=True),
        *zip("αβγεηικνορτυχωϲϳ", "abyenlkvoptuxwcj", strict=True),
        *zip("ℓıɑɡⅼⅰ", "liagli", strict=True),
    ]
)
_SAME_TO_THE_EYE = str.maketrans("0134578i|!$", "oleastbllls")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
# What copies like to add to a real name.
_DECORATION = (
    *("official", "resmi", "asli", "real", "admin", "layanan", "info", "cs", "care", "help", "helpdesk"),
    *("id", "indonesia", "pusat", "bantuan", "aduan"),
)
SHORTEST_TO_COMPARE = 5


def skeleton(name: str, *, pairs: bool = True) -> str:
    """What is left of a name when everything that the eye overlooks is gone; `pairs` such as rn for m, too."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    plain = "".join(_FOREIGN.get(letter, letter) for letter in plain if not unicodedata.combining(letter))
    plain = plain.translate(_SAME_TO_THE_EYE)
    for pair, letter in _PAIRS if pairs else ():
        plain = plain.replace(pair, letter)
    return "".join(letter for letter in plain if letter.isalnum())


def is_like(name: str, original: str) -> bool:
    """Whether a name could be taken for the original by somebody who reads quickly."""
    return any(_are_alike(skeleton(name, pairs=p), skeleton(original, pairs=p)) for p in (True, False))


def _are_alike(seen: str, real: str) -> bool:
    if not seen or not real:
        return False
    if seen == real or _undecorated(seen) == real:
        return True
    if len(real) < SHORTEST_TO_COMPARE or abs(len(seen) - len(real)) > 2:
        return False
    return _distance(seen, real) <= (1 if len(real) < 9 else 2)


def _undecorated(seen: str) -> str:
    for word in map(skeleton, _DECORATION):
        seen = seen.removesuffix(word) if seen != word else seen
        seen = seen.removeprefix(word) if seen != word else seen
    return seen


def _distance(one: str, other: str) -> int:
    """Insertions, deletions, substitutions, and neighbours swapped (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
