"""A case ends: closed with an outcome, or set aside with a reason; either can be opened again."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.letters import is_blank
from tanggap.cases.actions.ending import tell_closed, tell_set_aside
from tanggap.cases.actions.news import tell_followers
from tanggap.cases.actions.record import record_events
from tanggap.cases.authority import WORDS, lock_case, require_power, require_seen, require_state
from tanggap.cases.errors import EmptyText, UnknownChoice, WrongState
from tanggap.cases.events import CaseEvent
from tanggap.cases.models import Case, CaseState, CaseStep, Outcome, StepKind
from tanggap.registry.models import Officer
from tanggap.rules.dates import spoken_date
from tanggap.rules.deadlines import silent_until

DISMISSAL_REASONS = ("spam", "not_ours", "duplicate", "no_request")


def close_case(case_id: int, outcome: str, *, acting_officer: Officer, seen_step: int | None = None) -> CaseStep:
    """Close an answered case with an outcome; `confirmed` only if the author said so. `seen_step` as for an answer."""
    with writing():
        case = lock_case(case_id)
        mandate = require_power(acting_officer, case, "close")
        require_state(case, CaseState.OPEN, CaseState.ANSWERED)
        require_seen(case, seen_step)
        if outcome not in Outcome.values:
            raise UnknownChoice()
        if outcome == Outcome.CONFIRMED and not author_confirmed(case):
            raise WrongState(_("Only the citizen's own words can confirm a result. Choose another outcome."))
        if outcome in (Outcome.DONE, Outcome.SILENT) and case.answered_at is None:
            raise WrongState(_("Answer the citizen before you close the report."))
        if outcome == Outcome.SILENT:
            _require_silence(case)
        at = now()
        event = CaseEvent(
            "case.closed", case, at, case.agency.public_id, mandate.public_id, public={"outcome": outcome}
        )
        [entry_id] = record_events([event])
        Case.objects.filter(id=case.id).update(state=CaseState.CLOSED, outcome=outcome, closed_at=at, moved_at=at)
        tell_followers(case)
        tell_closed(case, outcome, mandate, acting_officer)
        return CaseStep.objects.create(
            case=case,
            kind=StepKind.CLOSED,
            at=at,
            entry_id=entry_id,
            officer=acting_officer,
            mandate=mandate,
            reason=outcome,
        )


def dismiss_case(
    case_id: int, reason: str, words: str = "", *, acting_officer: Officer, seen_step: int | None = None
) -> CaseStep:
    """Set a case aside for one of DISMISSAL_REASONS; it stays countable, and can be reopened."""
    with writing():
        case = lock_case(case_id)
        mandate = require_power(acting_officer, case, "dismiss")
        require_state(case, CaseState.OPEN, CaseState.ANSWERED)
        require_seen(case, seen_step)
        if reason not in DISMISSAL_REASONS:
            raise UnknownChoice()
        at = now()
        event = CaseEvent(
            "case.dismissed", case, at, case.agency.public_id, mandate.public_id, {"reason": reason}, {"words": words}
        )
        [entry_id] = record_events([event])
        Case.objects.filter(id=case.id).update(state=CaseState.DISMISSED, closed_at=at, moved_at=at)
        tell_followers(case)
        tell_set_aside(case, reason, mandate, acting_officer)
        return CaseStep.objects.create(
            case=case,
            kind=StepKind.DISMISSED,
            at=at,
            entry_id=entry_id,
            officer=acting_officer,
            mandate=mandate,
            reason=reason,
        )


def reopen_case(case_id: int, reason: str, *, acting_officer: Officer) -> CaseStep:
    """An officer opens an ended case again, with a reason."""
    with writing():
        case = lock_case(case_id)
        mandate = require_power(acting_officer, case, "close")
        require_state(case, CaseState.CLOSED, CaseState.DISMISSED)
        if is_blank(reason):
            raise EmptyText()
        at = now()
        event = CaseEvent(
            "case.reopened",
            case,
            at,
            case.agency.public_id,
            mandate.public_id,
            {"by": "officer"},
            {"reason": reason.strip()},
        )
        [entry_id] = record_events([event])
        Case.objects.filter(id=case.id).update(state=CaseState.OPEN, outcome="", says="", closed_at=None, moved_at=at)
        tell_followers(case)
        return CaseStep.objects.create(
            case=case,
            kind=StepKind.REOPENED,
            at=at,
            entry_id=entry_id,
            officer=acting_officer,
            mandate=mandate,
            reason=reason.strip(),
        )


def silence_ends(case: Case) -> datetime:
    """Until when the author may still speak, by the rules' `silence`: counted from the newest words of either side."""
    of_the_exchange = Q(post=None) | Q(post__author__citizen=case.author.citizen)
    spoken = case.steps.filter(of_the_exchange, kind__in=WORDS).order_by("-id")
    return silent_until(spoken.values_list("at", flat=True).first() or case.moved_at)


def _require_silence(case: Case) -> None:
    if case.state == CaseState.OPEN:
        raise WrongState(_("The citizen wrote, and waits for you. That is no silence."))
    if case.says == "done":
        raise WrongState(_("The citizen said that it is done. That is no silence."))
    if (until := silence_ends(case)) > now():
        said = {"day": spoken_date(until, get_language() or settings.LANGUAGE_CODE)}
        raise WrongState(_("The citizen has time to answer until %(day)s. Only then is it silence.") % said)


def author_confirmed(case: Case) -> bool:
    """Whether the author said that it is done, and has asked for nothing since."""
    return case.says == "done"
