"""Case events become entries of the record, inside the transaction of the act."""

from __future__ import annotations

from collections.abc import Sequence

from tanggap.base.letters import is_blank
from tanggap.cases.errors import EmptyText
from tanggap.cases.events import CaseEvent, act_of, private_part
from tanggap.people.sealing import seal_payloads
from tanggap.records.actions import append_entries

# What the government says to a citizen.
SAID = {"case.answered", "case.corrected"}


def record_events(events: Sequence[CaseEvent]) -> list[int]:
    """Append one entry for each event, sealed where the case is sealed; returns the entries' ids in order.

    Raises EmptyText where an officer's words hold nothing that can be seen: an empty answer would count as one.
    """
    if any(event.type in SAID and is_blank(event.private["text"]) for event in events):
        raise EmptyText()
    hidden = [event for event in events if event.case.is_sealed or event.private]
    payloads = seal_payloads([(event.case.author.citizen, private_part(event)) for event in hidden])
    sealed = {id(event): payload for event, payload in zip(hidden, payloads, strict=True)}
    return append_entries([act_of(event, sealed.get(id(event))) for event in events])
