"""Everything there is to understand of a post, in one walk over its words. Needs no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tanggap.inbox.text.agency import agency_scores
from tanggap.inbox.text.kind import PRAISE, TABLES, kind_by
from tanggap.inbox.text.language import language_of
from tanggap.inbox.text.lexicon import Lexicon, Listed
from tanggap.inbox.text.signs import opts_out_by, says_by
from tanggap.inbox.text.urgency import urgency_by
from tanggap.inbox.text.words import normalise

_URGENCY = ("danger", "urgent")
_SIGNS = ("done", "not_done", "opt_out")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a machine makes of a post: suggestions for a person, never a verdict."""

    language: str
    confidence: float
    kind: str
    urgency: str
    says: str  # "done", "not_done", "stop" or nothing
    agencies: Mapping[str, float]


def vocabulary(words: Mapping[str, Listed]) -> Lexicon:
    """A rule pack's word lists, compiled once for `read_text`. Tables that the pack does not have are empty."""
    return Lexicon({table: words.get(table, ()) for table in (*TABLES, *_URGENCY, *_SIGNS)})


def read_text(text: str, words: Lexicon, keywords: Lexicon, hint: str = "") -> Reading:
    """Understand a post by the rule pack's `vocabulary` and the registry's keywords (lists by agency id)."""
    normal = normalise(text)
    by_table: dict[str, list] = {}
    for hit in words.find(normal):
        by_table.setdefault(hit.label, []).append(hit)
    language, confidence = language_of(normal, hint)
    signs = [hit for table in _SIGNS for hit in by_table.get(table, ())]
    says = "stop" if opts_out_by(normal, signs) else says_by(normal, signs)
    kind = kind_by(normal, [hit for table in TABLES for hit in by_table.get(table, ())])
    if kind in PRAISE and says == "not_done":
        # "Thanks, but there is still no water": whatever is not done asks for something, thanks or not.
        kind = "complaint"
    return Reading(
        language=language,
        confidence=confidence,
        kind=kind,
        urgency=urgency_by(normal, [hit for table in _URGENCY for hit in by_table.get(table, ())]),
        says=says,
        agencies=agency_scores(normal, keywords),
    )
