"""What only the desk sees, and what an officer keeps from the public."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.letters import is_blank
from tanggap.cases.authority import lock_case, require_power
from tanggap.cases.errors import EmptyText, WrongState
from tanggap.cases.models import Case, CaseStep, StepKind
from tanggap.inbox.actions import hide_post, show_post
from tanggap.registry.models import Officer


def note_case(case_id: int, text: str, *, acting_officer: Officer) -> CaseStep:
    """Leave a note for colleagues; it changes no public fact, so it makes no entry. The same note twice is one."""
    with writing():
        case = lock_case(case_id)
        mandate = require_power(acting_officer, case, "answer")
        if is_blank(text):
            raise EmptyText()
        last = case.steps.order_by("-id").first()
        said = text.strip()[:5000]
        if last and (last.kind, last.officer_id, last.reason) == (StepKind.NOTED, acting_officer.id, said):
            return last
        return CaseStep.objects.create(
            case=case,
            kind=StepKind.NOTED,
            at=now(),
            officer=acting_officer,
            mandate=mandate,
            reason=said,
        )


def hide_case_post(case_id: int, post_id: int, reason: str, *, acting_officer: Officer) -> CaseStep:
    """Hide one of a case's posts from the public, with a reason that the case's page shows."""
    with writing():
        case = lock_case(case_id)
        post = _post_of_open_case(case, post_id, acting_officer)
        mandate, entry_id = hide_post(post, reason, case.agency, acting_officer=acting_officer)
        return CaseStep.objects.create(
            case=case,
            kind=StepKind.HIDDEN,
            at=now(),
            entry_id=entry_id,
            officer=acting_officer,
            mandate=mandate,
            post_id=post_id,
            reason=reason,
        )


def show_case_post(case_id: int, post_id: int, *, acting_officer: Officer) -> CaseStep:
    """Show the public again one of a case's posts that was hidden."""
    with writing():
        case = lock_case(case_id)
        post = _post_of_open_case(case, post_id, acting_officer)
        mandate, entry_id = show_post(post, case.agency, acting_officer=acting_officer)
        return CaseStep.objects.create(
            case=case,
            kind=StepKind.SHOWN,
            at=now(),
            entry_id=entry_id,
            officer=acting_officer,
            mandate=mandate,
            post_id=post_id,
        )


def _post_of_open_case(case: Case, post_id: int, acting_officer: Officer) -> int:
    """A post of a case that the public reads, for an officer who may hide it. Raises CaseStep.DoesNotExist."""
    require_power(acting_officer, case, "hide")
    if case.is_sealed:
        # Nothing of it is public, and an entry about it would be.
        raise WrongState(_("This report is confidential; the public does not see it."))
    return case.steps.filter(post_id=post_id).values_list("post_id", flat=True)[:1].get()
