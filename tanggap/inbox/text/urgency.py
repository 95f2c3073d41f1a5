"""Whether somebody may be in danger now. A missed danger is worse than a false alarm. Needs no Django."""

from __future__ import annotations

from collections.abc import Iterable

from tanggap.inbox.text.lexicon import Hit, Lexicon, Listed
from tanggap.inbox.text.negation import is_denied
from tanggap.inbox.text.words import Text, normalise


def urgency_of(text: str | Text, danger_words: Listed, urgent_words: Listed = ()) -> str:
    """`danger` (life or body at risk), `high` (somebody suffers while it waits) or `normal`."""
    text = normalise(text)
    lexicon = Lexicon({"danger": danger_words, "urgent": urgent_words})
    return urgency_by(text, lexicon.find(text))


def urgency_by(text: Text, hits: Iterable[Hit]) -> str:
    """The urgency, from the phrases of the lists `danger` and `urgent` found."""
    standing = {hit.label for hit in hits if not is_denied(text.words, hit.start)}
    if "danger" in standing:
        return "danger"
    return "high" if "urgent" in standing else "normal"
