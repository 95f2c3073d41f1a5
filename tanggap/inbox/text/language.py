"""Which language a post is written in: Indonesian, Javanese, Sundanese or English. Needs no Django.

A model by hand, since ready-made ones miss Sundanese: function words, which people keep even where they mix, and the
shapes of words. Borrowed nouns say little and count little.
"""

from __future__ import annotations

from tanggap.inbox.text.language_words import SHAPES, WORDS
from tanggap.inbox.text.words import Text, normalise

LANGUAGES = ("id", "jv", "su", "en")
DEFAULT = "id"
# What a network's or browser's word on the language weighs: as much as one function word.
_HINT = 1.5
# Evidence at which we are as sure as the margin says.
_ENOUGH = 6.0
_KEPT = 50_000

_Scores = tuple[float, float, float, float]
_NOTHING: _Scores = (0.0, 0.0, 0.0, 0.0)
_known: dict[str, _Scores] = {}


def language_of(text: str | Text, hint: str = "") -> tuple[str, float]:
    """The language's code and how sure that is, from 0 to 1. With nothing to go by: the hint, else Indonesian."""
    evidence = [
        scores for token in normalise(text).tokens if (scores := _known.get(token) or _scores(token)) is not _NOTHING
    ]
    indonesian, javanese, sundanese, english = map(sum, zip(*evidence)) if evidence else _NOTHING
    totals = {"id": indonesian, "jv": javanese, "su": sundanese, "en": english}
    hinted = hint.lower()[:2].replace("in", "id")
    if hinted in totals:
        totals[hinted] += _HINT
    return _decide(totals, hinted if hinted in totals else DEFAULT)


def _decide(totals: dict[str, float], otherwise: str) -> tuple[str, float]:
    best = max(totals, key=lambda code: totals[code])
    first, second = sorted(totals.values(), reverse=True)[:2]
    if first <= 0:
        return otherwise, 0.0
    return best, round((first - max(second, 0.0)) / first * min(1.0, first / _ENOUGH), 3)


def _scores(token: str) -> _Scores:
    scores = WORDS.get(token)
    if scores is None:
        scores = _by_shape(token) if token.isalpha() and len(token) > 3 else _NOTHING
    if (token.isalpha() or len(token) <= 4) and len(_known) < _KEPT:
        _known[token] = scores
    return scores


def _by_shape(token: str) -> _Scores:
    totals = [0.0, 0.0, 0.0, 0.0]
    for where, shapes in SHAPES.items():
        for shape, scores in shapes.items():
            if _has(token, where, shape):
                totals = [total + score for total, score in zip(totals, scores)]
    return (totals[0], totals[1], totals[2], totals[3]) if any(totals) else _NOTHING


def _has(token: str, where: str, shape: str) -> bool:
    if where == "start":
        return token.startswith(shape)
    return token.endswith(shape) if where == "end" else shape in token
