"""What the desk's list and thread show, as plain values built from the rooms' rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.cases.models import Case, CaseState, CaseStep, StepKind
from tanggap.outbox.models import DeliveryState
from tanggap.registry.models import Officer
from tanggap.web import words
from tanggap.web.public.case_state import dismissal_words, outcome_state, state_of
from tanggap.web.public.days import days_left
from tanggap.web.public.handles import network_name
from tanggap.web.public.story import State


@dataclass(frozen=True)
class Item:
    """One case in the list."""

    tracking_id: str
    network: str
    at: datetime
    text: str
    state: State
    is_alarm: bool
    is_sealed: bool
    holder: str
    agency: str


@dataclass(frozen=True)
class Line:
    """One line of the thread: words (`c` citizen, `g` government), an act (`a`) or a note (`n`)."""

    side: str
    by: str
    text: str
    at: datetime
    step: CaseStep
    entry: Any = None
    has_entry: bool = False
    earlier: Sequence[str] = ()
    hidden: bool = False
    corrected: str = ""
    delivery: State | None = None
    stuck: int = 0
    can_correct: bool = False


def item_of(case: Any) -> Item:
    """A case as the list shows it; a sealed one shows no word before it is opened."""
    return Item(
        tracking_id=case.tracking_id,
        network=_("Confidential") if case.is_sealed else network_name(case.network),
        at=case.moved_at,
        text=_("Confidential report. Open it to read.") if case.is_sealed else case.opening_post.text,
        state=desk_state(case),
        is_alarm=case.urgency == "danger" and case.state in (CaseState.OPEN, CaseState.ANSWERED),
        is_sealed=case.is_sealed,
        holder=case.assignee.user.get_full_name() if case.assignee else "",
        agency=case.agency.name,
    )


def desk_state(case: Any) -> State:
    """What the officer has to know first: danger, a stuck answer, lateness, then the days that are left."""
    going = case.state in (CaseState.OPEN, CaseState.ANSWERED)
    if going and case.urgency == "danger":
        return State("danger", "danger", _("Danger: look at this first"))
    if getattr(case, "is_stuck", False):
        return State("late", "late", _("Your answer did not arrive"))
    if case.state == CaseState.OPEN and case.answered_at is None:
        left = days_left(case.answer_due)
        if left.missed:
            return State("late", "late", capfirst(left.words))
        return State("due" if left.days <= 2 else "", "clock", capfirst(left.words))
    if case.state == CaseState.OPEN:
        return State("due", "reply", _("The citizen wrote again"))
    return state_of(case)


def lines_of(case: Case, steps: Sequence[CaseStep], officer: Officer) -> list[Line]:
    """The thread as the desk shows it, oldest first."""
    corrected = {step.message.corrects_id: step.at for step in steps if step.message and step.message.corrects_id}
    return [_line(case, step, corrected, officer) for step in steps]


def _line(case: Case, step: CaseStep, corrected: dict[int, datetime], officer: Officer) -> Line:
    if step.kind in (StepKind.OPENED, StepKind.REPLIED) and step.post:
        return _citizen(case, step)
    if step.kind in (StepKind.ANSWERED, StepKind.CORRECTED) and step.message:
        return _government(step, corrected, officer)
    if step.kind == StepKind.NOTED:
        by = _("Note by %(name)s, not seen by the citizen") % {"name": _name(step.officer)}
        return Line("n", by, step.reason, step.at, step)
    return Line("a", "", act_words(step), step.at, step, step.entry, step.entry_id is not None)


def _citizen(case: Case, step: CaseStep) -> Line:
    post = step.post
    assert post is not None
    by = _("Citizen") if post.author_id == case.author_id else _("Another citizen")
    if step.says == "not_done":
        by = _("Citizen: not done")
    elif step.says == "done":
        by = _("Citizen: done")
    text = _("Its author deleted this post.") if post.deleted_at else post.text
    earlier = [version.text for version in post.versions.all()]
    return Line("c", by, text, step.at, step, step.entry, True, earlier, post.hidden_at is not None)


def _government(step: CaseStep, corrected: dict[int, datetime], officer: Officer) -> Line:
    message = step.message
    assert message is not None
    at = corrected.get(message.id)
    stuck = next((d for d in message.deliveries.all() if d.state == DeliveryState.STUCK), None)
    return Line(
        side="g",
        by=f"{message.agency.name if message.agency else ''}, {_name(step.officer)}",
        text=message.text,
        at=step.at,
        step=step,
        entry=step.entry,
        has_entry=True,
        corrected=_("Corrected below") if at else "",
        delivery=_delivery(step),
        stuck=stuck.id if stuck else 0,
        can_correct=step.kind == StepKind.ANSWERED and at is None and step.officer_id is not None,
    )


def _delivery(step: CaseStep) -> State | None:
    assert step.message is not None
    rows = list(step.message.deliveries.all())
    states = {row.state for row in rows}
    if DeliveryState.STUCK in states:
        reason = next(row.reason for row in rows if row.state == DeliveryState.STUCK)
        return State("late", "late", _("Did not arrive: %(reason)s") % {"reason": reason})
    if states & {DeliveryState.SIGNED, DeliveryState.SENDING}:
        return State("due", "clock", _("On its way"))
    return State("done", "check", _("Delivered")) if states else None


def act_words(step: CaseStep) -> str:
    """An act in one line, with who did it: on the desk, colleagues have names."""
    name = _name(step.officer)
    if step.kind == StepKind.ACKNOWLEDGED:
        return _("Receipt sent automatically")
    if step.kind == StepKind.ASSIGNED:
        to = _name(step.to_officer)
        return (
            _("%(name)s took it") % {"name": to}
            if step.officer_id == step.to_officer_id
            else _("%(name)s handed it to %(to)s") % {"name": name, "to": to}
        )
    if step.kind == StepKind.FORWARDED:
        to = step.to_agency.name if step.to_agency else ""
        return _("%(name)s passed it on to %(to)s: %(why)s") % {"name": name, "to": to, "why": step.reason}
    if step.kind == StepKind.DISMISSED:
        return _("%(name)s set it aside: %(why)s") % {"name": name, "why": dismissal_words(step.reason)}
    if step.kind == StepKind.CLOSED:
        agency = step.officer.agency.name if step.officer else ""
        return _("%(name)s closed it: %(how)s") % {"name": name, "how": outcome_state(step.reason, agency).words}
    if step.kind == StepKind.REOPENED:
        return (
            _("%(name)s opened it again: %(why)s") % {"name": name, "why": step.reason}
            if step.officer_id
            else _("The citizen says it is not done; open again")
        )
    if step.kind == StepKind.HIDDEN:
        return _("%(name)s hid a post from the public") % {"name": name}
    return _("%(name)s made it a report") % {"name": name}


def count_words(count: int) -> str:
    """How many cases a list has, as its subtitle."""
    return ngettext(
        "%(n)s report, the most urgent at the top.", "%(n)s reports, the most urgent at the top.", count
    ) % {"n": words.number_words(count)}


def _name(officer: Officer | None) -> str:
    return officer.user.get_full_name() if officer else _("The machine")
