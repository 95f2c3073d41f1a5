"""What officers do in a store's cases, in bulk: one at a time, 100,000 answers would take hours.

Each leaves the rows and entries that the action of the same act leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from scripts.benches._offices import Desk

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tanggap.cases.models import Case
    from tanggap.outbox.actions import Draft

COLUMNS = ("case_id", "kind", "at", "entry_id", "officer_id", "mandate_id", "message_id", "reason", "says")
ANSWERS = (
    "Terima kasih laporannya. Tim kami ke lokasi besok pagi pukul 08.00, kabar berikutnya di utas ini.",
    "Sudah kami teruskan ke petugas lapangan. Perbaikan dijadwalkan minggu ini, mohon maaf atas ketidaknyamanannya.",
    "Pekerjaan selesai hari ini. Mohon dicek, kalau masih ada yang kurang balas di sini ya.",
)


def answer(ids: Sequence[int], desks: dict[int, Desk]) -> None:
    """Answer those of the cases that go on, and let the answers arrive."""
    from tanggap.base.db import writing
    from tanggap.cases.actions.record import record_events
    from tanggap.cases.events import CaseEvent
    from tanggap.outbox.actions import submit_messages

    cases = list(_locked(ids).filter(state__in=("open", "answered")))
    with writing():
        signed = submit_messages([_draft(case, desks) for case in cases])
        events = []
        for case, message in zip(cases, signed, strict=True):
            officer, mandate = _officer(case, desks)
            public = {"message": message.public_id, "network": case.network}
            agency, at = case.agency.public_id, message.signed_at
            events.append(CaseEvent("case.answered", case, at, agency, mandate.public_id, public, {"text": "…"}))
            case.state, case.answered_at, case.moved_at = "answered", case.answered_at or at, at
            case.assignee = case.assignee or officer
        messages = [message.id for message in signed]
        _take_steps("answered", cases, record_events(events), desks, messages)
        _write(cases)
    arrive()


def arrive() -> None:
    """Everything that waits for its delivery is delivered."""
    from tanggap.base.clock import now
    from tanggap.base.db import writing
    from tanggap.outbox.events import message_delivered
    from tanggap.outbox.models import Delivery
    from tanggap.records.actions import append_entries

    waiting = Delivery.objects.filter(state="signed")
    told = waiting.exclude(told="").values_list("told", "message__public_id", "message__agency__public_id")
    with writing():
        at = now()
        append_entries([message_delivered(s, m, a, at, hold=s.startswith("sealed:")) for s, m, a in told])
        waiting.update(state="delivered", delivered_at=at, address="", attempts=1)


def close(ids: Sequence[int], desks: dict[int, Desk]) -> None:
    """Close those of the cases that are answered; what their authors said decides how."""
    cases = list(_locked(ids).filter(state="answered"))
    for case in cases:
        case.outcome = "confirmed" if case.says == "done" else "done" if case.id % 3 else "silent"
    _end("closed", cases, desks)


def dismiss(ids: Sequence[int], desks: dict[int, Desk]) -> None:
    """Set aside those of the cases that nobody has answered."""
    _end("dismissed", list(_locked(ids).filter(state="open", answered_at=None)), desks)


def _end(state: str, cases: Sequence[Case], desks: dict[int, Desk]) -> None:
    from tanggap.base.clock import now
    from tanggap.base.db import writing
    from tanggap.cases.actions.record import record_events
    from tanggap.cases.events import CaseEvent

    events = []
    for case in cases:
        mandate = _officer(case, desks)[1]
        case.state, case.closed_at, case.moved_at = state, now(), now()
        public = {"outcome": case.outcome} if case.outcome else {"reason": "duplicate"}
        agency = case.agency.public_id
        events.append(CaseEvent(f"case.{state}", case, case.moved_at, agency, mandate.public_id, public))
    with writing():
        _take_steps(state, cases, record_events(events), desks)
        _write(cases)


def _locked(ids: Iterable[int]) -> QuerySet[Case]:
    from tanggap.cases.models import Case

    related = ("agency", "author__citizen__key", "opening_post__remote", "opening_post__account", "assignee")
    return Case.objects.filter(id__in=list(ids)).select_related(*related)


def _draft(case: Case, desks: dict[int, Desk]) -> Draft:
    from tanggap.outbox.actions import Draft
    from tanggap.outbox.models import MessageKind

    officer, mandate = _officer(case, desks)
    return Draft(
        MessageKind.ANSWER,
        case.network,
        ANSWERS[case.id % len(ANSWERS)],
        audience=case.opening_post.audience,
        agency=case.agency,
        account=case.opening_post.account,
        mandate=mandate,
        officer=officer,
        thread_id=case.thread_id,
        replies_to=case.opening_post.remote,
        recipient=case.author,
        language=case.language,
        told=case.subject,
    )


def _officer(case: Case, desks: dict[int, Desk]) -> tuple[Any, Any]:
    officers = desks[case.agency_id].officers
    return officers[case.id % len(officers)]


def _take_steps(
    kind: str, cases: Sequence[Case], entries: Sequence[int], desks: dict[int, Desk], messages: Sequence[int] = ()
) -> None:
    from tanggap.base.rows import insert_rows
    from tanggap.cases.models import CaseStep

    rows = []
    for place, (case, entry) in enumerate(zip(cases, entries, strict=True)):
        officer, mandate = _officer(case, desks)
        message = messages[place] if messages else None
        rows.append((case.id, kind, case.moved_at, entry, officer.id, mandate.id, message, case.outcome, ""))
    insert_rows(CaseStep, COLUMNS, rows)


def _write(cases: Sequence[Case]) -> None:
    from tanggap.cases.models import Case

    changed = ["state", "outcome", "answered_at", "closed_at", "moved_at", "assignee"]
    Case.objects.bulk_update(cases, changed, batch_size=100)
