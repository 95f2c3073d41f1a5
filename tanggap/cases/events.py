"""The entries that cases make in the record.

A public case is `case:` and its tracking id. Of a sealed one nothing public is said but that something of this type
happened on that day: agency, kind and mandate stand inside the sealed payload.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from tanggap.records.acts import Act, SealedPayload
from tanggap.records.fields import declare

declare(
    "case.opened",
    post=str,
    received=str,
    network=str,
    kind=str,
    rule=str,
    answer_due=str,
    result_rule=str,
    result_due=str,
    acknowledgement=str,
)
declare("case.replied", post=str, received=str, network=str)
declare("case.assigned")
declare("case.forwarded", to=str)
declare("case.answered", message=str, network=str)
declare("case.corrected", message=str, corrects=str)
declare("case.dismissed", reason=str)
declare("case.closed", outcome=str)
declare("case.reopened", by=str)


class Recorded(Protocol):
    """What the record has to know of a case."""

    subject: str
    is_sealed: bool
    # Whose key seals what is private; may be missing where nothing is.
    author: Any


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One public fact about a case, before it is decided how much of it may be public."""

    type: str
    case: Recorded
    at: datetime
    agency: str
    mandate: str | None = None
    public: dict[str, Any] = field(default_factory=dict)
    # Words, which are never public in the record.
    private: dict[str, Any] = field(default_factory=dict)


def stamp(at: datetime) -> str:
    """A time as the record writes it: UTC, seconds."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def private_part(event: CaseEvent) -> dict[str, Any]:
    """What of an event is sealed under the author's key."""
    if not event.case.is_sealed:
        return event.private
    return {**event.private, **event.public, "agency": event.agency, "mandate": event.mandate}


def act_of(event: CaseEvent, sealed: SealedPayload | None) -> Act:
    """The act for the record, sealed where the case is."""
    if event.case.is_sealed:
        return Act(event.type, event.at, event.case.subject, private=sealed, hold=True)
    return Act(
        event.type,
        event.at,
        event.case.subject,
        agency=event.agency,
        mandate=event.mandate,
        public=event.public or None,
        private=sealed,
    )
