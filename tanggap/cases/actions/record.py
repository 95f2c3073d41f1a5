"""Case events become entries of the record, inside the transaction of the act."""

from __future__ import annotations

from collections.abc import Sequence

from tanggap.cases.events import CaseEvent, act_of, private_part
from tanggap.people.sealing import seal_payloads
from tanggap.records.actions import append_entries


def record_events(events: Sequence[CaseEvent]) -> list[int]:
    """Append one entry for each event, sealed where the case is sealed; returns the entries' ids in order."""
    hidden = [event for event in events if event.case.is_sealed or event.private]
    payloads = seal_payloads([(event.case.author.citizen, private_part(event)) for event in hidden])
    sealed = {id(event): payload for event, payload in zip(hidden, payloads, strict=True)}
    return append_entries([act_of(event, sealed.get(id(event))) for event in events])
