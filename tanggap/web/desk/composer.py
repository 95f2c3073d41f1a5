"""The composer: which acts a case offers to an officer. Only what the action would accept; it decides all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tanggap.base.clock import now
from tanggap.cases.actions.answer import answer_length
from tanggap.cases.actions.close import DISMISSAL_REASONS, silence_ends
from tanggap.cases.authority import agencies_that_can_take
from tanggap.cases.desk import GOING, Seat
from tanggap.cases.models import Case, CaseState, CaseStep, Outcome, StepKind
from tanggap.inbox.actions.change import HIDING_REASONS
from tanggap.registry.models import Agency, Officer, Power
from tanggap.web.public.case_state import dismissal_words, hiding_words, outcome_state
from tanggap.web.public.handles import shown_handle

POWERS = ("answer", "assign", "close", "dismiss", "hide")
# The tab on which the form of an act stands.
TAB_OF = {"assignment": "forward", "forwarding": "forward", "closure": "end", "dismissal": "end", "reopening": "end"}

# Forms that stand outside the composer.
OUTSIDE = ("taking", "showing", "retry")


@dataclass(frozen=True)
class Refused:
    """Why an act was refused: at which field of which form, in words, and everything that was typed."""

    form: str
    words: str
    name: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    # The newest step that the officer had seen, where the thread has changed since.
    seen: int | None = None
    status: int = 422


@dataclass(frozen=True)
class Tab:
    """One way to act."""

    name: str
    icon: str
    words: str


def composer_of(
    case: Case, seat: Seat, steps: Sequence[CaseStep], asked: Mapping[str, str], refused: Refused | None
) -> dict[str, Any]:
    """The tabs that are offered, the one that is open, and what its forms need."""
    may = {power: seat.mandate_for(power, case.agency_id) for power in POWERS}
    is_going = case.state in GOING
    tabs = [tab for tab, is_offered in _tabs(case, may, is_going) if is_offered]
    about = _step_asked_for(case, seat, steps, asked, refused, may)
    wanted = TAB_OF.get(refused.form, refused.form) if refused else asked.get("tab", "")
    if about is not None:
        tabs.append(_tab_about(about))
        wanted = tabs[-1].name
    names = [tab.name for tab in tabs]
    usual = "end" if case.says == "done" and case.state == CaseState.ANSWERED and "end" in names else ""
    opened = next((name for name in (wanted, usual, *names) if name in names), "")
    return {
        "may": may,
        "tabs": tabs,
        "tab": opened,
        "step_asked_for": about,
        "lost": refused if refused and wanted not in (*names, *OUTSIDE) else None,
        "typed": refused.typed if refused else {},
        "wrong": {refused.form: {refused.name or "form": refused.words}} if refused else {},
        "changed": refused.words if refused and refused.seen is not None else "",
        "most": answer_length(case.network),
        "speaks_through": _speaks_through(case),
        "can_take": is_going and may["answer"] is not None and case.assignee_id != seat.officer.id,
        **(_people(case, seat, may) if opened == "forward" else {}),
        **(_endings(case) if opened == "end" else {}),
        **({"hidings": [(reason, hiding_words(reason)) for reason in HIDING_REASONS]} if opened == "hide" else {}),
    }


def _speaks_through(case: Case) -> str:
    """The account that carries the answer, where it is another agency's: the thread stays where the citizen wrote."""
    account = case.opening_post.account
    return shown_handle(account) if account and account.agency_id != case.agency_id else ""


def _tabs(case: Case, may: Mapping[str, Any], is_going: bool) -> list[tuple[Tab, bool]]:
    ends = may["close"] or may["dismiss"]
    return [
        (Tab("answer", "speak", pgettext("act", "Answer")), bool(is_going and may["answer"])),
        (Tab("note", "note", _("Note")), bool(may["answer"])),
        (Tab("forward", "forward", _("Forward")), bool(is_going and (may["assign"]))),
        (Tab("end", "check", _("Close")), bool(is_going and ends)),
        (Tab("end", "back", pgettext("act", "Open again")), bool(not is_going and may["close"])),
    ]


def _tab_about(step: CaseStep) -> Tab:
    if step.post_id:
        return Tab("hide", "hidden", _("Hide a post"))
    return Tab("correct", "edit", _("Correct"))


def _step_asked_for(
    case: Case,
    seat: Seat,
    steps: Sequence[CaseStep],
    asked: Mapping[str, str],
    refused: Refused | None,
    may: Mapping[str, Any],
) -> CaseStep | None:
    """The answer to correct or the post to hide, if the officer asked for it and it can still be done."""
    form, wanted = asked.get("tab", ""), asked.get("step", "")
    if refused and refused.form in ("correct", "hide"):
        form, wanted = refused.form, refused.typed.get("step", "")
    step = next((step for step in steps if str(step.id) == wanted), None)
    if step is None:
        return None
    if form == "correct" and step.kind == StepKind.ANSWERED and step.message:
        if step.message.agency_id not in seat.agencies_with(Power.ANSWER):
            return None
        is_corrected = any(s.message and s.message.corrects_id == step.message_id for s in steps)
        return None if is_corrected else step
    is_words = step.kind in (StepKind.OPENED, StepKind.REPLIED) and step.post is not None
    can_be_hidden = is_words and not case.is_sealed and step.post is not None and step.post.hidden_at is None
    return step if form == "hide" and may["hide"] and can_be_hidden else None


def _people(case: Case, seat: Seat, may: Mapping[str, Any]) -> dict[str, Any]:
    """Colleagues and agencies that may get the case: never whoever holds it already."""
    staff = Officer.objects.active().filter(agency=case.agency_id).select_related("user").order_by("user__full_name")
    colleagues = [officer for officer in staff if officer.id != case.assignee_id]
    return {
        "colleagues": [o for o in colleagues if o.id != seat.officer.id or may["answer"]],
        "agencies": Agency.objects.filter(id__in=agencies_that_can_take(case) - {case.agency_id}),
    }


def _endings(case: Case) -> dict[str, Any]:
    """How a case may be closed now, and why it may be set aside."""
    outcomes = [Outcome.CONFIRMED] if case.says == "done" else []
    outcomes += [Outcome.DONE] if case.answered_at else []
    # While it is the agency's turn the silence is not the citizen's.
    silent_from = silence_ends(case) if case.state == CaseState.ANSWERED and case.says != "done" else None
    if silent_from and silent_from <= now():
        outcomes.append(Outcome.SILENT)
    outcomes += [Outcome.OUT_OF_SCOPE, Outcome.WITHDRAWN]
    hints = {
        Outcome.CONFIRMED: _("The citizen said so."),
        Outcome.DONE: _("The citizen has not confirmed it."),
        Outcome.SILENT: _("It never counts as done."),
    }
    return {
        "outcomes": [(o.value, outcome_state(o, case.agency.name).words, hints.get(o, "")) for o in outcomes],
        "silent_from": silent_from if silent_from and silent_from > now() else None,
        "dismissals": [(reason, dismissal_words(reason)) for reason in DISMISSAL_REASONS],
    }
