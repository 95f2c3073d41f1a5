"""What an officer did, in one line. On the desk colleagues have names; the public sees positions."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tanggap.cases.models import CaseStep, StepKind
from tanggap.registry.models import Officer
from tanggap.web.public.case_state import dismissal_words, hiding_words, outcome_state


def name_of(officer: Officer | None) -> str:
    """A colleague's name, or that nobody acted."""
    return officer.user.get_full_name() if officer else _("The machine")


def act_words(step: CaseStep) -> str:
    """An act in one line, with who did it and why."""
    said = {"name": name_of(step.officer)}
    if step.kind == StepKind.ASSIGNED:
        return _assigned(step)
    if step.kind == StepKind.FORWARDED:
        to = step.to_agency.name if step.to_agency else ""
        return _("%(name)s forwarded it to %(to)s: %(why)s") % {**said, "to": to, "why": step.reason}
    if step.kind == StepKind.DISMISSED:
        return _("%(name)s set it aside: %(why)s") % {**said, "why": dismissal_words(step.reason)}
    if step.kind == StepKind.CLOSED:
        agency = step.officer.agency.name if step.officer else ""
        return _("%(name)s closed it: %(how)s") % {**said, "how": outcome_state(step.reason, agency).words}
    if step.kind == StepKind.REOPENED:
        if step.officer_id is None:
            return _("Open again, because the citizen wrote")
        return _("%(name)s opened it again: %(why)s") % {**said, "why": step.reason}
    if step.kind == StepKind.EDITED:
        return _("A post was changed by its author")
    if step.kind == StepKind.HIDDEN:
        return _("%(name)s hid a post from the public: %(why)s") % {**said, "why": hiding_words(step.reason)}
    if step.kind == StepKind.SHOWN:
        return _("%(name)s shows the hidden post again") % said
    if step.kind == StepKind.ACKNOWLEDGED:
        return _("Receipt sent automatically")
    if step.kind == StepKind.WARNED:
        return _("The emergency number was told automatically, because the words speak of danger")
    return _("%(name)s made it a report") % said


def _assigned(step: CaseStep) -> str:
    if step.officer_id == step.to_officer_id:
        return _("%(name)s took it") % {"name": name_of(step.to_officer)}
    return _("%(name)s handed it to %(to)s") % {"name": name_of(step.officer), "to": name_of(step.to_officer)}
