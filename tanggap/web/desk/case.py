"""One case on the desk: the thread, and beneath it the one place from which the officer acts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.base.ids import read_tracking_id
from tanggap.base.letters import kept_in_line
from tanggap.cases.actions import see_alert
from tanggap.cases.desk import GOING, Seat, is_alarming
from tanggap.cases.models import Case, CaseStep, StepKind
from tanggap.cases.queries import case_for_officer, story_for
from tanggap.publishing.queries import publication_under
from tanggap.registry.models import Network, Power
from tanggap.web.desk.access import officer_of, seat
from tanggap.web.desk.composer import Refused, composer_of
from tanggap.web.desk.queue import queue_context, version_of
from tanggap.web.desk.rows import deadline_words, desk_state
from tanggap.web.desk.thread import Line, thread_of
from tanggap.web.public.handles import network_name, official_handles, public_mask
from tanggap.web.public.masking import headline

LANGUAGES = {"id": "Bahasa Indonesia", "jv": "Basa Jawa", "su": "Basa Sunda", "en": "English"}


@require_safe
def show_desk_case(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """The case with its thread open at the newest words."""
    return render_case(request, find_case(request, tracking_id))


def _title(case: Case) -> str:
    """What the citizen wrote first, or that they took it back."""
    post = case.opening_post
    return ("" if post.deleted_at else headline(post.text, official_handles())) or _("A report without words")


def find_case(request: HttpRequest, tracking_id: str) -> Case:
    """The case as this officer may see it; 404 for one that they may not know of."""
    number = read_tracking_id(tracking_id)
    try:
        if number is None:
            raise Http404
        return case_for_officer(number, officer_of(request), seat(request).mandates)
    except Case.DoesNotExist as error:
        raise Http404 from error


def render_case(request: HttpRequest, case: Case, refused: Refused | None = None) -> HttpResponse:
    """The page of a case; after a refusal with the reason beside its field and everything that was typed."""
    here = seat(request)
    context = queue_context(request, here, current=case.tracking_id)
    if context["is_alerted"]:
        see_alert(case, acting_officer=here.officer)
    steps = story_for(case, here.officer, public_mask(), here.mandates)
    context |= case_context(case, here, steps, refused) | composer_of(case, here, steps, request.GET, refused)
    context["publication"] = publication_under(case.opening_post)
    status = refused.status if refused else 200
    return render(request, "tanggap/desk/case.html", context, status=status)


def case_context(case: Case, here: Seat, steps: Sequence[CaseStep], refused: Refused | None = None) -> dict[str, Any]:
    """The head of a case and its thread: what is shown again when something happens."""
    thread = thread_of(case, steps, refused.seen if refused else None)
    state = desk_state(case, _newest_words(case, steps), stuck=bool(thread.stuck))
    return {
        "case": case,
        "case_title": _title(case),
        "state": state,
        "deadline": deadline_words(case),
        "is_alarm": is_alarming(case),
        "is_going": case.state in GOING,
        "about": _about(case, here),
        "thread": thread,
        # Whose answers this officer may correct, wherever the case is now.
        "corrects_for": here.agencies_with(Power.ANSWER),
        "newest_step": steps[-1].id if steps else 0,
        "thread_version": version_of(thread, state, case.assignee_id),
        "heard": version_of(_said_by_others(here, steps, thread.lines)),
    }


def _said_by_others(here: Seat, steps: Sequence[CaseStep], lines: Sequence[Line]) -> list[tuple[int, str]]:
    """What would be news to this officer: neither their own acts, nor that something arrived or got its seal."""
    return [
        (line.id, line.text)
        for step, line in zip(steps, lines, strict=True)
        if step.officer_id != here.officer.id and step.kind not in (StepKind.ACKNOWLEDGED, StepKind.WARNED)
    ]


def _newest_words(case: Case, steps: Sequence[CaseStep]) -> CaseStep | None:
    own = [s for s in steps if s.kind == StepKind.REPLIED and s.post and s.post.author.citizen_id == case.citizen_id]
    return own[-1] if own else None


def _about(case: Case, here: Seat) -> list[str]:
    """Another agency's name, network, audience, language, who wrote where they said so, and who holds the case."""
    open_to = {"unlisted": _("public, in no list"), "public": _("open to everyone")}
    audience = (
        _("confidential, only for officers with that power and the overseer")
        if case.is_sealed
        else open_to.get(case.audience, "")
    )
    held = _("held by %(name)s") % {"name": case.assignee.user.get_full_name()} if case.assignee else ""
    # Worth a word only where it is another one than the desk's own.
    named = LANGUAGES.get(case.language, "") if case.language != settings.LANGUAGE_CODE else ""
    agency = case.agency.name if case.agency_id != here.officer.agency_id else ""
    return [
        part
        for part in (
            agency,
            network_name(case.network),
            audience,
            named,
            _author_named(case, here),
            held or _("not assigned yet"),
        )
        if part
    ]


def _author_named(case: Case, here: Seat) -> str:
    """Who sent a form under their name, for officers of the agency that holds it: so the form promises."""
    post = case.opening_post
    is_for_here = case.agency_id == here.officer.agency_id and case.network == Network.WEBFORM
    if not is_for_here or post.form.get("anonymous") or post.deleted_at or not case.author.name:
        return ""
    return _("sent by %(name)s") % {"name": kept_in_line(case.author.name)}
