"""Who may see a case, and who may act on it; asked in the action, not on the page."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from tanggap.cases.errors import ThreadChanged, WrongState
from tanggap.cases.models import Case, CaseState, StepKind
from tanggap.inbox.models import Rereading
from tanggap.registry.authority import mandates_of, require_mandate
from tanggap.registry.models import Agency, Mandate, Officer, Power
from tanggap.registry.queries import agencies_that_answer

# Steps that an officer must have read before they decide.
WORDS = (StepKind.REPLIED, StepKind.EDITED, StepKind.ANSWERED, StepKind.CORRECTED, StepKind.REOPENED)


def may_see(officer: Officer | None, case: Case, held: Sequence[Mandate] | None = None) -> bool:
    """A public case is seen by all; a sealed one by its assignee, officers with that power, and the overseer.

    `held` are the mandates that a page has asked for already; an action asks itself.
    """
    if not case.is_sealed:
        return True
    if officer is None:
        return False
    if case.assignee_id == officer.id and officer.agency_id == case.agency_id and officer.is_active:
        return True
    return any(
        "oversee" in mandate.powers or ("confidential" in mandate.powers and mandate.agency_id == case.agency_id)
        for mandate in (mandates_of(officer) if held is None else held)
    )


def agencies_that_can_take(case: Case) -> set[int]:
    """The ids of the agencies to which a case may be forwarded: somebody there may read it and answer."""
    return agencies_that_answer(Power.CONFIDENTIAL) if case.is_sealed else agencies_that_answer()


def lock_case(case_id: int) -> Case:
    """The case for the length of the transaction, with what an act needs beside it."""
    related = ("agency", "thread", "author__citizen__key", "opening_post__remote", "opening_post__account")
    return Case.objects.select_for_update(of=("self",)).select_related(*related).get(id=case_id)


def require_power(officer: Officer, case: Case, power: str, agency: Agency | None = None) -> Mandate:
    """The mandate under which an officer acts on a case. Raises Case.DoesNotExist, or NotAllowed in words.

    `agency` is whose words the act changes, where that may be another than the one that holds the case now.
    """
    if not may_see(officer, case):
        raise Case.DoesNotExist()
    return require_mandate(officer, agency or case.agency, power)


def require_state(case: Case, *states: str) -> None:
    """Raises WrongState, in words, unless the case is in one of the states."""
    if case.state in states:
        return
    words = {
        CaseState.OPEN: _("This report is open."),
        CaseState.ANSWERED: _("This report is answered and waits for the citizen."),
        CaseState.CLOSED: _("This report is closed. Reopen it first."),
        CaseState.DISMISSED: _("This report was set aside. Reopen it first."),
    }
    raise WrongState(words[CaseState(case.state)])


def require_seen(case: Case, seen_step: int | None) -> None:
    """Raises ThreadChanged if words came into the case after the newest step that the officer saw.

    Its author's and the government's: others in the thread change nothing, so they hold up nobody either.
    """
    if seen_step is None:
        return
    of_the_exchange = Q(post=None) | Q(post__author__citizen=case.author.citizen)
    came = case.steps.filter(of_the_exchange, id__gt=seen_step, kind__in=WORDS)
    # What its author changed a moment ago is on its way to being such a step.
    changing = Rereading.objects.filter(post__steps__case=case, post__author__citizen=case.author.citizen)
    if came.exists() or changing.exists():
        raise ThreadChanged()


def sees_inside(officer: Officer, case: Case, held: Sequence[Mandate] | None = None) -> bool:
    """Whether an officer reads more of a case than its public page shows: those who act for its agency, and overseers.

    Notes, hidden words and private numbers are for them alone. A sealed case is open only to those, or to who holds it.
    """
    if officer.agency_id == case.agency_id or case.is_sealed:
        return True
    mandates = mandates_of(officer) if held is None else held
    return any("oversee" in mandate.powers or mandate.agency_id == case.agency_id for mandate in mandates)
