"""What an officer does to a case. Each act is a resource of its own; the action decides, the page only shows."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanggap.cases.actions import (
    answer_case,
    assign_case,
    close_case,
    correct_answer,
    dismiss_case,
    forward_case,
    hide_case_post,
    note_case,
    promote_post,
    reopen_case,
    see_notice,
)
from tanggap.cases.errors import CaseRefusal, ThreadChanged
from tanggap.cases.models import Case, CaseStep
from tanggap.inbox.errors import AlreadyHidden, UnknownReason
from tanggap.outbox.actions import retry_delivery
from tanggap.outbox.errors import NotStuck
from tanggap.outbox.models import Delivery
from tanggap.registry.authority import mandates_of
from tanggap.registry.errors import NotAllowed
from tanggap.registry.models import Agency, Officer
from tanggap.web.desk.access import officer_of
from tanggap.web.desk.case import find_case, render_case

Act = Callable[[Case, Officer], object]


@require_POST
def answer(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Answer the citizen."""
    text, seen = request.POST.get("text", ""), _number(request.POST.get("newest_step"))
    return _do(
        request,
        tracking_id,
        "answer",
        lambda case, officer: answer_case(case.id, text, acting_officer=officer, seen_step=seen),
        _("Your answer is signed and on its way."),
    )


@require_POST
def correct(request: HttpRequest, tracking_id: str, step_id: int) -> HttpResponse:
    """Correct an answer once."""
    text = request.POST.get("text", "")

    def act(case: Case, officer: Officer) -> object:
        step = get_object_or_404(CaseStep, id=step_id, case=case)
        return correct_answer(step.id, text, acting_officer=officer)

    return _do(request, tracking_id, f"correction-{step_id}", act, _("The correction is signed and on its way."))


@require_POST
def assign(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Take a case, or hand it to a colleague."""
    to = _number(request.POST.get("to"))

    def act(case: Case, officer: Officer) -> object:
        return assign_case(case.id, get_object_or_404(Officer, id=to or officer.id), acting_officer=officer)

    return _do(request, tracking_id, "forward", act, _("Noted who looks after it."))


@require_POST
def forward(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Pass a case on to another agency."""
    to, reason = _number(request.POST.get("agency")), request.POST.get("reason", "")

    def act(case: Case, officer: Officer) -> object:
        if not to:
            raise Agency.DoesNotExist
        return forward_case(case.id, get_object_or_404(Agency, id=to), reason, acting_officer=officer)

    return _do(request, tracking_id, "forward", act, _("The report was passed on."), leaves=True)


@require_POST
def note(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Leave a note for colleagues."""
    text = request.POST.get("text", "")
    return _do(
        request,
        tracking_id,
        "note",
        lambda case, officer: note_case(case.id, text, acting_officer=officer),
        _("The note is saved; the citizen does not see it."),
    )


@require_POST
def close(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Close a case with an outcome."""
    outcome = request.POST.get("outcome", "")
    return _do(
        request,
        tracking_id,
        "close",
        lambda case, officer: close_case(case.id, outcome, acting_officer=officer),
        _("The report is closed."),
    )


@require_POST
def dismiss(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Set a case aside with a reason."""
    reason, words = request.POST.get("reason", ""), request.POST.get("words", "")
    return _do(
        request,
        tracking_id,
        "dismiss",
        lambda case, officer: dismiss_case(case.id, reason, words, acting_officer=officer),
        _("The report was set aside. It can be opened again."),
    )


@require_POST
def reopen(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Open an ended case again."""
    reason = request.POST.get("reason", "")
    return _do(
        request,
        tracking_id,
        "reopen",
        lambda case, officer: reopen_case(case.id, reason, acting_officer=officer),
        _("The report is open again."),
    )


@require_POST
def hide(request: HttpRequest, tracking_id: str, post_id: int) -> HttpResponse:
    """Hide one of a case's posts from the public."""
    reason = request.POST.get("reason", "")
    return _do(
        request,
        tracking_id,
        f"hiding-{post_id}",
        lambda case, officer: hide_case_post(case.id, post_id, reason, acting_officer=officer),
        _("The post is hidden from the public."),
    )


@require_POST
def retry(request: HttpRequest, tracking_id: str, delivery_id: int) -> HttpResponse:
    """Let a stuck answer go again."""

    def act(case: Case, officer: Officer) -> object:
        delivery = get_object_or_404(Delivery, id=delivery_id, message__steps__case=case)
        retry_delivery(delivery.id)
        return delivery

    return _do(request, tracking_id, "answer", act, _("It is tried again now."))


@require_POST
def see(request: HttpRequest, notice_id: int) -> HttpResponse:
    """A notice was read."""
    see_notice(notice_id, acting_officer=officer_of(request))
    return redirect("desk")


@require_POST
def promote(request: HttpRequest, post_id: int) -> HttpResponse:
    """Make a report of what the machine took for conversation."""
    try:
        case = promote_post(post_id, acting_officer=officer_of(request))
    except NotAllowed as refusal:
        return _refuse(request, None, refusal, "")
    except CaseRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("desk_talk")
    return redirect("desk_case", case.tracking_id)


def _do(request: HttpRequest, tracking_id: str, tab: str, act: Act, done: str, *, leaves: bool = False) -> HttpResponse:
    case = find_case(request, tracking_id)
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    try:
        act(case, officer_of(request))
    except Case.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refusal:
        return _refuse(request, case, refusal, typed.get("text", ""))
    except ThreadChanged as refusal:
        return render_case(request, case, tab=tab, errors={tab: str(refusal)}, typed=typed, changed=True, status=409)
    except (CaseRefusal, AlreadyHidden, UnknownReason, NotStuck) as refusal:
        return render_case(request, case, tab=tab, errors={tab: str(refusal)}, typed=typed, status=422)
    except Agency.DoesNotExist:
        words = _("Choose the agency that gets it.")
        return render_case(request, case, tab=tab, errors={tab: words}, typed=typed, status=422)
    messages.success(request, done)
    return redirect("desk") if leaves else redirect("desk_case", case.tracking_id)


def _refuse(request: HttpRequest, case: Case | None, refusal: NotAllowed, draft: str) -> HttpResponse:
    """Say in words which mandate is missing; what was typed is kept on the page."""
    officer = officer_of(request)
    context = {
        "case": case,
        "officer": officer,
        "refusal": refusal,
        "draft": draft,
        "held": list(mandates_of(officer)),
    }
    return render(request, "tanggap/desk/refused.html", context, status=403)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
