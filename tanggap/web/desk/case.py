"""One case on the desk: the thread, the composer, and the forms of every act."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.base.ids import read_tracking_id
from tanggap.cases.actions import see_alert
from tanggap.cases.actions.answer import answer_length
from tanggap.cases.actions.close import DISMISSAL_REASONS, author_confirmed
from tanggap.cases.models import Case, CaseState, Outcome
from tanggap.cases.queries import case_for_officer, story_of
from tanggap.inbox.actions.change import HIDING_REASONS
from tanggap.registry.authority import mandates_of
from tanggap.registry.models import Agency, Mandate, Officer
from tanggap.web.desk.access import officer_of
from tanggap.web.desk.queue import queue_context
from tanggap.web.desk.rows import desk_state, lines_of
from tanggap.web.public.case_state import dismissal_words, outcome_state
from tanggap.web.public.handles import network_name, official_handles
from tanggap.web.public.masking import headline

TABS = ("answer", "note", "forward", "more")
# Where the forms of some acts stand.
TAB_OF = {"close": "more", "dismiss": "more", "reopen": "more"}


@require_safe
def show_desk_case(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """The case with its thread open at the newest words."""
    case = find_case(request, tracking_id)
    see_alert(case, acting_officer=officer_of(request))
    return render_case(request, case)


def find_case(request: HttpRequest, tracking_id: str) -> Case:
    """The case as this officer may see it; 404 for one that they may not know of."""
    number = read_tracking_id(tracking_id)
    try:
        if number is None:
            raise Http404
        return case_for_officer(number, officer_of(request))
    except Case.DoesNotExist as error:
        raise Http404 from error


def render_case(
    request: HttpRequest,
    case: Case,
    *,
    tab: str = "",
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page of a case; after a refusal with what was typed and why it was refused."""
    officer = officer_of(request)
    context = queue_context(request, officer, current=case.tracking_id)
    steps = story_of(case)
    tab = TAB_OF.get(tab, tab) or request.GET.get("tab", "answer")
    context |= {
        "case": case,
        "case_title": headline(case.opening_post.text, official_handles()) or case.tracking_id,
        "state": desk_state(case),
        "network": network_name(case.network),
        "lines": lines_of(case, steps, officer),
        "newest_step": steps[-1].id if steps else 0,
        "tab": tab if tab in TABS else "answer",
        "tabs": [
            ("answer", "speak", _("Answer")),
            ("note", "note", _("Note")),
            ("forward", "forward", _("Pass on")),
            ("more", "check", _("End")),
        ],
        "errors": errors or {},
        "typed": typed or {},
        "changed": changed,
        "may": {power: mandate_for(officer, case, power) for power in ("answer", "assign", "close", "dismiss", "hide")},
        "is_going": case.state in (CaseState.OPEN, CaseState.ANSWERED),
        "most": answer_length(case.network),
        **choices(case, officer),
    }
    return render(request, "tanggap/desk/case.html", context, status=status)


def choices(case: Case, officer: Officer) -> dict[str, Any]:
    """What the forms offer: only what the action would accept."""
    outcomes = [Outcome.DONE, Outcome.SILENT] if case.answered_at else []
    if author_confirmed(case):
        outcomes.insert(0, Outcome.CONFIRMED)
    outcomes += [Outcome.OUT_OF_SCOPE, Outcome.WITHDRAWN]
    return {
        "outcomes": [(value.value, outcome_state(value, case.agency.name).words) for value in outcomes],
        "dismissals": [(reason, dismissal_words(reason)) for reason in DISMISSAL_REASONS],
        "hidings": [(reason, hiding_words(reason)) for reason in HIDING_REASONS],
        "colleagues": Officer.objects.active().filter(agency=case.agency_id).select_related("user"),
        "agencies": Agency.objects.active().exclude(id=case.agency_id),
    }


def hiding_words(reason: str) -> str:
    """Why a post may be kept from the public."""
    return {
        "personal_data": _("it shows somebody's personal data"),
        "hate": _("it attacks people for who they are"),
        "violence": _("it threatens or shows violence"),
        "spam": _("it is advertising or abuse of the channel"),
        "court_order": _("a court ordered it"),
    }[reason]


def mandate_for(officer: Officer, case: Case, power: str) -> Mandate | None:
    """The mandate under which the officer could do this; None says that the action would refuse it."""
    held = mandates_of(officer)
    return next((m for m in held if power in m.powers and m.agency_id == case.agency_id), None)
