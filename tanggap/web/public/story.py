"""What a case's pages show, as plain values: two voices and the acts between them. Needs no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

# A longer story shows its beginning and its end; the middle unfolds.
FOLD_ABOVE, KEEP_FIRST, KEEP_LAST = 8, 1, 4


@dataclass(frozen=True)
class State:
    """A state in words, with its icon and one of the colours `due`, `late`, `done`, `info` or none."""

    kind: str
    icon: str
    words: str


@dataclass(frozen=True)
class Note:
    """An act that answers no words. `entry` is its place in the record, if it has one of its own."""

    title: str
    at: datetime
    text: str = ""
    entry: Any = None


@dataclass(frozen=True)
class Words:
    """Somebody's words. `gone` explains why there are none to read."""

    who: str
    role: str = ""
    text: str = ""
    language: str = ""
    gone: str = ""
    edited_at: datetime | None = None
    source: str = ""
    mandate: Any = None
    corrected_at: datetime | None = None
    delivery: State | None = None
    # Changed since the government answered: the answer was given to other words.
    is_edited_late: bool = False


@dataclass(frozen=True)
class Turn:
    """One place on the line: words or a plain step, its act and seal, and the acts that followed."""

    side: str  # "citizen" or "gov"
    title: str
    at: datetime | None = None
    words: Words | None = None
    text: str | SafeString = ""
    entry: Any = None
    after: tuple[Note, ...] = ()
    is_now: bool = False
    is_future: bool = False

    @property
    def is_gov(self) -> bool:
        """Whether the government speaks or acts here."""
        return self.side == "gov"

    def followed_by(self, note: Note) -> Turn:
        """The same turn with one more act after it."""
        return replace(self, after=(*self.after, note))


@dataclass(frozen=True)
class Tick:
    """One working day of the ruler; a label stands above or below it."""

    kind: str  # "gone", "today", "ahead", "mark", "end", "over"
    day: str = ""
    label: str = ""
    above: str = ""


@dataclass(frozen=True)
class CaseStory:
    """A whole case as one page shows it."""

    tracking_id: str
    title: str
    state: State
    lead: SafeString
    agency: Any
    turns: Sequence[Turn]
    acts: int
    language: str = ""
    ruler: Sequence[Tick] = ()
    why: Sequence[str] = ()
    is_unlisted: bool = False
    is_set_aside: bool = False
    has_receipt: bool = False
    # What it is a reply to, if it was said under a publication.
    publication: Any = None

    @property
    def is_long(self) -> bool:
        """Whether the middle of the story is folded."""
        return len(self.turns) > FOLD_ABOVE

    @property
    def beginning(self) -> Sequence[Turn]:
        """What stands before the fold."""
        return self.turns[:KEEP_FIRST] if self.is_long else self.turns

    @property
    def folded(self) -> Sequence[Turn]:
        """The middle, unfolded on demand."""
        return self.turns[KEEP_FIRST:-KEEP_LAST] if self.is_long else ()

    @property
    def ending(self) -> Sequence[Turn]:
        """What stands after the fold."""
        return self.turns[-KEEP_LAST:] if self.is_long else ()
