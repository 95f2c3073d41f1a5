"""Reporting in three steps and a page that says it arrived. Every step is one address and one POST."""

from __future__ import annotations

import time
from dataclasses import dataclass

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tanggap.base.clock import now
from tanggap.base.ids import hash_secret
from tanggap.cases.actions import follow_case
from tanggap.cases.models import Case
from tanggap.channels.actions import NewArrival, keep_arrivals
from tanggap.registry.models import Agency, Network, OfficialAccount
from tanggap.web.public import report_draft as drafts
from tanggap.web.public.case_state import state_of
from tanggap.web.public.doors import WINDOW, come_again, from_our_pages, is_flooding
from tanggap.web.public.report_draft import ReportDraft
from tanggap.web.public.story import State

# How long the done page waits for its case before it shows the number alone.
WAIT_SECONDS, LOOK_EVERY = 2.0, 0.1
STEPS = ("words", "place", "privacy")


@dataclass(frozen=True)
class Step:
    """One page of the form: which question, what was typed, what was wrong with it."""

    name: str
    draft: ReportDraft
    agency: Agency | None
    errors: dict[str, str]
    problem: str = ""

    @property
    def number(self) -> int:
        """Which of the steps this is, from 1."""
        return STEPS.index(self.name) + 1

    @property
    def of(self) -> int:
        """How many steps there are."""
        return len(STEPS)

    @property
    def before(self) -> str:
        """The step before, or nothing."""
        return STEPS[self.number - 2] if self.number > 1 else ""


@dataclass(frozen=True)
class Done:
    """What the citizen keeps: the number, the secret link, and the case once it is open."""

    tracking_id: str
    secret: str
    secret_url: str
    case: Case | None
    state: State | None
    email: str
    email_waits: bool
    is_confidential: bool


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def show_report(request: HttpRequest) -> HttpResponse:
    """The form: a GET begins it, each POST answers one question and shows the next."""
    if request.method != "POST":
        return _show(request, Step("words", ReportDraft(agency=request.GET.get("agency", "")[:60]), None, {}))
    given = request.POST.get("state", "")
    draft = drafts.read_draft(given) if given else ReportDraft(agency=_typed(request, "agency")[:60])
    text = _typed(request, "text")
    if draft is None:
        step = Step("words", ReportDraft(text=text), None, {}, _("This form was too old. What you wrote is below."))
        return _show(request, step, status=400)
    return _answer(request, draft)


def _answer(request: HttpRequest, draft: ReportDraft) -> HttpResponse:
    """Take one step's answer: back, on, or, after the last one, off."""
    here = request.POST.get("step", "words")
    if here == "words":
        draft = draft.with_(text=_typed(request, "text"))
        errors, ahead = drafts.check_words(draft.text), "place"
    elif here == "place":
        draft = draft.with_(place=_typed(request, "place"))
        errors, ahead = drafts.check_place(draft.place), "privacy"
    elif here == "privacy":
        draft = _with_privacy(request, draft)
        errors, ahead = drafts.check_privacy(draft.way, draft.name, draft.email), ""
    else:
        return _show(request, Step("words", draft, None, {}), status=400)
    if request.POST.get("to") in STEPS:
        return _show(request, Step(request.POST["to"], draft, None, {}))
    if errors:
        return _show(request, Step(here, draft, None, errors), status=422)
    if ahead:
        return _show(request, Step(ahead, draft, None, {}))
    return _send(request, draft)


def _with_privacy(request: HttpRequest, draft: ReportDraft) -> ReportDraft:
    way = request.POST.get("way", "")
    name = _typed(request, "name") if way == drafts.NAMED else ""
    return draft.with_(way=way, name=name, email=_typed(request, "email"))


def _send(request: HttpRequest, draft: ReportDraft) -> HttpResponse:
    """Keep the report like any arrival, then wait a moment for its case. Pressing twice keeps it once."""
    if drafts.check_words(draft.text):
        return _show(request, Step("words", draft, None, drafts.check_words(draft.text)), status=422)
    if is_flooding(request, "report"):
        problem = _("Very many reports came from your network just now. Wait ten minutes, then send it again.")
        return come_again(_show(request, Step("privacy", draft, None, {}, problem), status=429), WINDOW)
    keep_arrivals([NewArrival("webform", draft.form_id, _body(draft), now())])
    case = _wait_for(draft)
    follows = case is not None and bool(draft.email) and _follow(request, case, draft.email)
    done = Done(
        tracking_id=draft.tracking_id,
        secret=draft.secret,
        secret_url=f"{settings.BASE_URL}/s/{draft.secret}",
        case=case,
        state=state_of(case) if case else None,
        email=draft.email,
        email_waits=bool(draft.email) and not follows,
        is_confidential=draft.way == drafts.CONFIDENTIAL,
    )
    response = render(request, "tanggap/report_done.html", {"done": done})
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _follow(request: HttpRequest, case: Case, email: str) -> bool:
    """Ask the address to confirm; False where too many letters went out just now. The report is kept all the same."""
    return not is_flooding(request, "email") and follow_case(case, email, f"{settings.BASE_URL}/email/")


def _body(draft: ReportDraft) -> bytes:
    """The arrival, as the form's connector reads it."""
    place = _("Place: %(place)s") % {"place": draft.place} if draft.place else ""
    return orjson.dumps(
        {
            "id": draft.form_id,
            "text": "\n\n".join(part for part in (draft.text, place) if part),
            "agency": _account_of(draft.agency),
            "name": draft.name,
            # A hint, where the words are few: whoever reads the page in a language mostly writes in it.
            "language": get_language() or "",
            "anonymous": draft.way == drafts.ANONYMOUS,
            "confidential": draft.way == drafts.CONFIDENTIAL,
            "tracking_id": draft.tracking_id,
            "secret_hash": hash_secret(draft.secret).hex(),
        }
    )


def _account_of(slug: str) -> str:
    """The form's account of the agency that the citizen chose, by which the report is addressed to it."""
    accounts = OfficialAccount.objects.published().filter(network=Network.WEBFORM, agency__slug=slug)
    return (accounts.values_list("remote_id", flat=True).first() or "") if slug else ""


def _wait_for(draft: ReportDraft) -> Case | None:
    """The case, if it opens within two seconds."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        case = Case.objects.select_related("agency").filter(secret_hash=hash_secret(draft.secret)).first()
        if case is not None or time.monotonic() > until:
            return case
        time.sleep(LOOK_EVERY)


def _show(request: HttpRequest, step: Step, status: int = 200) -> HttpResponse:
    agency = Agency.objects.active().filter(slug=step.draft.agency).first() if step.draft.agency else None
    shown = Step(step.name, step.draft, agency, step.errors, step.problem)
    response = render(request, f"tanggap/report_{step.name}.html", {"step": shown}, status=status)
    if request.method == "POST":
        # Kept by this browser alone, so that its "back" shows the step again; never with a name or in confidence.
        is_kept_back = step.draft.way == drafts.CONFIDENTIAL or step.draft.name or step.draft.email
        is_plain = status == 200 and not is_kept_back
        response.headers["Cache-Control"] = "private, max-age=1800" if is_plain else "no-store"
    return response


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()
