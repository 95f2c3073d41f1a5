"""The reporter's own view behind the secret link: the whole story, their receipt, and their word on the result."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.base.clock import now
from tanggap.base.ids import public_id
from tanggap.cases.actions import confirm_follower, follow_case, stop_all_following, stop_following
from tanggap.cases.models import Case, CaseState
from tanggap.cases.queries import case_by_secret, newest_step
from tanggap.channels.actions import NewArrival, keep_arrivals
from tanggap.people.errors import KeyDestroyed
from tanggap.people.sealing import open_payload
from tanggap.records.models import Payload
from tanggap.records.queries import receipt_due
from tanggap.records.receipts import personal_receipt
from tanggap.registry.models import Network
from tanggap.web.public.case_story import story_of
from tanggap.web.public.doors import MAIL_WINDOW, come_again, from_our_pages, is_flooding
from tanggap.web.public.mail_address import is_mail_address
from tanggap.web.public.report_draft import MOST_TEXT
from tanggap.web.public.story import CaseStory, Turn
from tanggap.web.words import number_words

DONE, NOT_DONE, ADDS = "done", "not_done", "adds"
# How long the page waits for what was just sent, so that it shows the case as it is then.
WAIT_SECONDS, LOOK_EVERY = 2.0, 0.1


@dataclass(frozen=True)
class OwnView:
    """What the reporter sees beside the story, and what they were typing."""

    secret: str
    story: CaseStory
    case: Case
    asks_result: bool
    is_closed: bool
    is_set_aside: bool
    said_done: bool
    # Whoever reported on a network writes on in the thread there, where the words are known for theirs.
    is_form: bool
    is_danger: bool
    follows: bool
    waits_for_email: bool
    press: str
    newest: Turn | None
    text: str = ""
    says: str = ""
    email: str = ""
    errors: dict[str, str] | None = None
    sent: str = ""


@require_safe
def show_own_case(request: HttpRequest, secret: str) -> HttpResponse:
    """The reporter's view of their case."""
    case = case_by_secret(secret)
    if case is None:
        return render(request, "tanggap/own_unknown.html", status=404)
    return _show(request, secret, case, sent=request.GET.get("sent", ""))


@from_our_pages
@require_POST
def reply_to_own_case(request: HttpRequest, secret: str) -> HttpResponse:
    """The reporter says that it is done or not, or only adds something."""
    case = _case_of(secret)
    if not _is_form(case):
        raise Http404
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\x00", "").strip()
    # Whoever writes to a report that was set aside wants it looked at again.
    says = ADDS if case.state == CaseState.DISMISSED else request.POST.get("says", "")
    errors = _mistakes(case, says, text)
    if not errors and is_flooding(request, "reply"):
        errors = {
            "text": _("Very many messages came from your network just now. Wait ten minutes, then send it again.")
        }
    if errors:
        return _show(request, secret, case, text=text, says=says, errors=errors, status=422)
    seen = newest_step(case)
    keep_arrivals([_arrival(case, request.POST.get("press", ""), text or _("Yes, it is done."), says)])
    return redirect(f"/s/{secret}?sent={'reply' if _wait_for_step(case, seen) else 'waits'}")


@from_our_pages
@require_POST
def follow_own_case(request: HttpRequest, secret: str) -> HttpResponse:
    """The reporter asks for news by e-mail; the address is confirmed by a link first."""
    case = _case_of(secret)
    if "stop" in request.POST:
        stop_all_following(case)
        return redirect(f"/s/{secret}?sent=stopped")
    email = request.POST.get("email", "").replace("\x00", "").strip()
    if not is_mail_address(email):
        errors = {"email": _("This is no e-mail address. It looks like name@example.org.")}
        return _show(request, secret, case, email=email, errors=errors, status=422)
    if is_flooding(request, "email"):
        errors = {"email": _("Too many tries from your network. Wait an hour.")}
        return come_again(_show(request, secret, case, email=email, errors=errors, status=429), MAIL_WINDOW)
    if not follow_case(case, email, f"{settings.BASE_URL}/email/"):
        errors = {"email": _("We have written to this address several times just now. Wait an hour.")}
        return come_again(_show(request, secret, case, email=email, errors=errors, status=429), MAIL_WINDOW)
    return redirect(f"/s/{secret}?sent=email")


@require_safe
def give_personal_receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """The personal receipt of the first words, as a file to keep."""
    case = _case_of(secret)
    entry = case.opening_post.entry
    payload = Payload.objects.filter(entry=entry).first() if entry else None
    receipt = None
    if entry is not None and payload is not None:
        try:
            salt, words = open_payload(case.author.citizen, bytes(payload.sealed))
        except KeyDestroyed as error:
            raise Http404 from error
        receipt = personal_receipt(entry, salt, words)
    if receipt is None:
        waits = receipt_due(entry) if entry else None
        return render(request, "tanggap/receipt_waits.html", {"secret": secret, "from": waits}, status=404)
    response = HttpResponse(receipt, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{case.tracking_id}-personal.tlog-proof"'
    return response


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """The link out of the first e-mail. Opening it asks; only the button confirms, so a mail scanner cannot."""
    if request.method != "POST":
        return render(request, "tanggap/email_confirm.html", {"token": token})
    follower = confirm_follower(token)
    return render(request, "tanggap/email_confirm.html", {"confirmed": follower}, status=200 if follower else 404)


@from_our_pages
@require_http_methods(["GET", "HEAD", "POST"])
def stop_email(request: HttpRequest, token: str) -> HttpResponse:
    """The link out of every later e-mail. Here too only the button does it."""
    if request.method != "POST":
        return render(request, "tanggap/email_stop.html", {"token": token})
    # Pressed twice it is as good as done.
    stop_following(token)
    return render(request, "tanggap/email_stop.html", {})


def _wait_for_step(case: Case, seen: int) -> bool:
    """Whether the words stand in the case already; they are given a moment to."""
    until = time.monotonic() + WAIT_SECONDS
    while newest_step(case) == seen:
        if time.monotonic() > until:
            return False
        time.sleep(LOOK_EVERY)
    return True


def _arrival(case: Case, press: str, text: str, says: str) -> NewArrival:
    """The words as the form's connector reads them. The page drew `press`, so pressing twice is one post."""
    drawn = hashlib.sha256("\0".join((case.subject, press, says, text)).encode()).hexdigest()[:40]
    words = {
        "id": drawn,
        "text": text,
        "says": says,
        "in_reply_to": case.opening_post.remote.remote_id,
        "author": case.author.remote_id,
        "confidential": case.is_sealed,
    }
    return NewArrival("webform", drawn, orjson.dumps(words), now())


def _case_of(secret: str) -> Case:
    case = case_by_secret(secret)
    if case is None:
        raise Http404
    return case


def _mistakes(case: Case, says: str, text: str) -> dict[str, str]:
    errors = {}
    if _asks_result(case) and says not in (DONE, NOT_DONE, ADDS):
        errors["says"] = _("Choose one of the three.")
    if not text and says != DONE:
        errors["text"] = _("Write what is still missing.") if says == NOT_DONE else _("Write something first.")
    if len(text) > MOST_TEXT:
        said = {"length": number_words(len(text)), "most": number_words(MOST_TEXT)}
        errors["text"] = _("Make it shorter: %(length)s characters, and we can take %(most)s.") % said
    return errors


def _asks_result(case: Case) -> bool:
    """After an answer, and also when it was closed, the reporter has the word."""
    return case.state in (CaseState.ANSWERED, CaseState.CLOSED)


def _is_form(case: Case) -> bool:
    return case.network == Network.WEBFORM


def _show(request: HttpRequest, secret: str, case: Case, *, status: int = 200, **typed: object) -> HttpResponse:
    followers = list(case.followers.values_list("confirmed_at", flat=True))
    story = story_of(case, own=True)
    answers = [turn for turn in story.turns if turn.is_gov and turn.words]
    own = OwnView(
        secret=secret,
        story=story,
        case=case,
        asks_result=_asks_result(case),
        is_closed=case.state == CaseState.CLOSED,
        is_set_aside=case.state == CaseState.DISMISSED,
        said_done=case.says == DONE,
        is_form=_is_form(case),
        is_danger=case.urgency == "danger" and case.state == CaseState.OPEN,
        follows=any(followers),
        waits_for_email=bool(followers) and not any(followers),
        press=public_id(),
        newest=answers[-1] if answers and _asks_result(case) else None,
        **typed,  # type: ignore[arg-type]
    )
    return render(request, "tanggap/own.html", {"own": own, "story": own.story}, status=status)
