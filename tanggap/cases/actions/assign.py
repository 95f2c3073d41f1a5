"""A case is taken, handed to a colleague, or forwarded to the agency whose matter it is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.letters import is_blank
from tanggap.cases.actions.news import tell_followers
from tanggap.cases.actions.record import record_events
from tanggap.cases.authority import agencies_that_can_take, lock_case, require_power, require_seen, require_state
from tanggap.cases.errors import EmptyText, UnknownChoice, WrongState
from tanggap.cases.events import CaseEvent
from tanggap.cases.models import Case, CaseState, CaseStep, StepKind
from tanggap.registry.models import Agency, Officer


def assign_case(case_id: int, to: Officer, *, acting_officer: Officer, seen_step: int | None = None) -> CaseStep:
    """Hand a case to an officer of the same agency; taking it oneself needs only the power to answer.

    `seen_step` is the newest step the officer saw: whoever came to hold the case after it is not passed over unseen.
    """
    with writing():
        case = lock_case(case_id)
        power = "answer" if to.id == acting_officer.id else "assign"
        mandate = require_power(acting_officer, case, power)
        require_state(case, CaseState.OPEN, CaseState.ANSWERED)
        if to.agency_id != case.agency_id or not to.is_active:
            raise UnknownChoice()
        if case.assignee_id == to.id:
            raise WrongState(_("This officer holds the report already."))
        _require_same_holder(case, seen_step)
        at = now()
        [entry_id] = record_events([CaseEvent("case.assigned", case, at, case.agency.public_id, mandate.public_id)])
        Case.objects.filter(id=case.id).update(assignee=to, moved_at=at)
        return CaseStep.objects.create(
            case=case,
            kind=StepKind.ASSIGNED,
            at=at,
            entry_id=entry_id,
            officer=acting_officer,
            mandate=mandate,
            to_officer=to,
        )


def forward_case(
    case_id: int, to: Agency, reason: str, *, acting_officer: Officer, seen_step: int | None = None
) -> CaseStep:
    """Pass a case to the agency whose matter it is, with a reason; its deadlines stay as they were.

    Never to one where nobody may answer, nor a sealed case to one where nobody may read it.
    """
    with writing():
        case = lock_case(case_id)
        mandate = require_power(acting_officer, case, "assign")
        require_state(case, CaseState.OPEN, CaseState.ANSWERED)
        require_seen(case, seen_step)
        if is_blank(reason):
            raise EmptyText()
        if to.id == case.agency_id or not to.is_active:
            raise UnknownChoice()
        if to.id not in agencies_that_can_take(case):
            raise WrongState(
                _("Nobody at %(agency)s may answer such a report yet. Choose another agency.") % {"agency": to.name}
            )
        at = now()
        public = {"to": to.public_id}
        event = CaseEvent(
            "case.forwarded", case, at, case.agency.public_id, mandate.public_id, public, {"reason": reason.strip()}
        )
        [entry_id] = record_events([event])
        Case.objects.filter(id=case.id).update(agency=to, assignee=None, state=CaseState.OPEN, moved_at=at)
        tell_followers(case)
        return CaseStep.objects.create(
            case=case,
            kind=StepKind.FORWARDED,
            at=at,
            entry_id=entry_id,
            officer=acting_officer,
            mandate=mandate,
            to_agency=to,
            reason=reason.strip(),
        )


def _require_same_holder(case: Case, seen_step: int | None) -> None:
    if seen_step is None or case.assignee is None:
        return
    if case.steps.filter(id__gt=seen_step, kind=StepKind.ASSIGNED).exists():
        raise WrongState(
            _("%(name)s came to hold this report a moment ago. Do it again only if you agreed on it.")
            % {"name": case.assignee.user.get_full_name()}
        )
