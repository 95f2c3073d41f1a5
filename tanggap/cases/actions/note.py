"""What only the desk sees, and what an officer keeps from the public."""

from __future__ import annotations

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.cases.authority import lock_case, require_power
from tanggap.cases.errors import EmptyText
from tanggap.cases.models import CaseStep, StepKind
from tanggap.inbox.actions import hide_post
from tanggap.registry.models import Officer


def note_case(case_id: int, text: str, *, acting_officer: Officer) -> CaseStep:
    """Leave a note for colleagues; it changes no public fact, so it makes no entry."""
    with writing():
        case = lock_case(case_id)
        mandate = require_power(acting_officer, case, "answer")
        if not text.strip():
            raise EmptyText()
        return CaseStep.objects.create(
            case=case,
            kind=StepKind.NOTED,
            at=now(),
            officer=acting_officer,
            mandate=mandate,
            reason=text.strip()[:5000],
        )


def hide_case_post(case_id: int, post_id: int, reason: str, *, acting_officer: Officer) -> CaseStep:
    """Hide one of a case's posts from the public, with a reason that the case's page shows."""
    with writing():
        case = lock_case(case_id)
        require_power(acting_officer, case, "hide")
        post = case.steps.filter(post_id=post_id).values_list("post_id", flat=True)[:1].get()
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
