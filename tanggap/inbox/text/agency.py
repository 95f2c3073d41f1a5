"""Which agency's keywords a text holds. A suggestion for a person. Needs no Django."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tanggap.inbox.text.lexicon import Lexicon
from tanggap.inbox.text.words import Text


def agency_scores(text: str | Text, keywords: Lexicon | Mapping[str, Iterable[str]]) -> dict[str, float]:
    """A share of 1 for every agency with a keyword in the text, the likeliest first; empty when there is none.

    A keyword of two agencies says half as much for each, a phrase as much as its words.
    """
    lexicon = keywords if isinstance(keywords, Lexicon) else Lexicon(keywords)
    owners: dict[tuple[int, int], set[str]] = defaultdict(set)
    for hit in lexicon.find(text):
        owners[hit.start, hit.end].add(hit.label)
    scores: dict[str, float] = defaultdict(float)
    for (start, end), labels in owners.items():
        for label in labels:
            scores[label] += (end - start) / len(labels)
    total = sum(scores.values())
    return {label: round(score / total, 3) for label, score in sorted(scores.items(), key=lambda item: -item[1])}
