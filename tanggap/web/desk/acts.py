"""What an officer does to a case. Each act is a resource of its own; the action decides, the page only shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from tanggap.cases.actions import (
    answer_case,
    assign_case,
    close_case,
    correct_answer,
    dismiss_case,
    forward_case,
    hide_case_post,
    let_answer_go,
    note_case,
    reopen_case,
    retry_answer,
    show_case_post,
)
from tanggap.cases.errors import UnknownChoice
from tanggap.cases.models import Case, StepKind
from tanggap.registry.models import Agency, Officer
from tanggap.web.desk.acting import Form, carry_out, chosen, typed_number, typed_text


def _forwarded(case: Case) -> str:
    """Where the report went: its page is left, so the words name it."""
    case.refresh_from_db(fields=["agency"])
    said = {"number": case.tracking_id, "agency": case.agency.name}
    return _("Report %(number)s was forwarded to %(agency)s.") % said


ANSWER = Form("answer", _("Your answer is signed and on its way."), "text", StepKind.ANSWERED)
CORRECTION = Form("correct", _("The correction is signed and on its way."), "text", StepKind.CORRECTED)
TAKING = Form("taking", _("You hold this report now."), "", StepKind.ASSIGNED)
ASSIGNMENT = Form("assignment", _("The report was handed over."), "to", StepKind.ASSIGNED)
FORWARDING = Form("forwarding", _forwarded, "reason", StepKind.FORWARDED, {UnknownChoice: "agency"}, leaves=True)
NOTE = Form("note", _("The note is saved; the citizen does not see it."), "text", StepKind.NOTED)
CLOSURE = Form("closure", _("The report is closed."), "outcome", StepKind.CLOSED)
DISMISSAL = Form("dismissal", _("The report was set aside. It can be opened again."), "reason", StepKind.DISMISSED)
REOPENING = Form("reopening", _("The report is open again."), "reason", StepKind.REOPENED)
HIDING = Form("hide", _("The post is hidden from the public."), "reason", StepKind.HIDDEN)
SHOWING = Form("showing", _("Everybody can read the post again."), "", StepKind.SHOWN)
RETRY = Form("retry", _("It is tried again now."))
LETTING_GO = Form("retry", _("It is not tried again. A note in the thread says so."))


@require_POST
def answer(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Answer the citizen."""
    text = typed_text(request, "text")

    def act(case: Case, officer: Officer) -> object:
        return answer_case(case.id, text, acting_officer=officer, seen_step=_seen(request))

    return carry_out(request, tracking_id, ANSWER, act)


@require_POST
def correct(request: HttpRequest, tracking_id: str, step_id: int) -> HttpResponse:
    """Correct an answer once."""
    text = typed_text(request, "text")

    def act(case: Case, officer: Officer) -> object:
        return correct_answer(case.steps.get(id=step_id).id, text, acting_officer=officer)

    return carry_out(request, tracking_id, CORRECTION, act)


@require_POST
def assign(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Take a case, or hand it to a colleague."""
    takes = "take" in request.POST

    def act(case: Case, officer: Officer) -> object:
        to = officer if takes else chosen(Officer, typed_number(request, "to"))
        return assign_case(case.id, to, acting_officer=officer, seen_step=_seen(request))

    return carry_out(request, tracking_id, TAKING if takes else ASSIGNMENT, act)


@require_POST
def forward(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Pass a case on to another agency."""

    def act(case: Case, officer: Officer) -> object:
        to = chosen(Agency, typed_number(request, "agency"))
        reason, seen = typed_text(request, "reason"), _seen(request)
        return forward_case(case.id, to, reason, acting_officer=officer, seen_step=seen)

    return carry_out(request, tracking_id, FORWARDING, act)


@require_POST
def note(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Leave a note for colleagues."""
    text = typed_text(request, "text")
    return carry_out(request, tracking_id, NOTE, lambda case, officer: note_case(case.id, text, acting_officer=officer))


@require_POST
def close(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Close a case with an outcome."""
    outcome = typed_text(request, "outcome")

    def act(case: Case, officer: Officer) -> object:
        return close_case(case.id, outcome, acting_officer=officer, seen_step=_seen(request))

    return carry_out(request, tracking_id, CLOSURE, act)


@require_POST
def dismiss(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Set a case aside with a reason."""
    reason = typed_text(request, "reason")

    def act(case: Case, officer: Officer) -> object:
        return dismiss_case(case.id, reason, acting_officer=officer, seen_step=_seen(request))

    return carry_out(request, tracking_id, DISMISSAL, act)


@require_POST
def reopen(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """Open an ended case again."""
    reason = typed_text(request, "reason")
    return carry_out(
        request, tracking_id, REOPENING, lambda case, officer: reopen_case(case.id, reason, acting_officer=officer)
    )


@require_POST
def hide(request: HttpRequest, tracking_id: str, post_id: int) -> HttpResponse:
    """Hide one of a case's posts from the public."""
    reason = typed_text(request, "reason")

    def act(case: Case, officer: Officer) -> object:
        return hide_case_post(case.id, post_id, reason, acting_officer=officer)

    return carry_out(request, tracking_id, HIDING, act)


@require_POST
def show(request: HttpRequest, tracking_id: str, post_id: int) -> HttpResponse:
    """Show the public again a post that was hidden."""

    def act(case: Case, officer: Officer) -> object:
        return show_case_post(case.id, post_id, acting_officer=officer)

    return carry_out(request, tracking_id, SHOWING, act)


@require_POST
def retry(request: HttpRequest, tracking_id: str, delivery_id: int) -> HttpResponse:
    """Let a stuck answer go again, or let it go."""
    goes_again = "let_go" not in request.POST
    decision = retry_answer if goes_again else let_answer_go

    def act(case: Case, officer: Officer) -> object:
        return decision(case.id, delivery_id, acting_officer=officer)

    return carry_out(request, tracking_id, RETRY if goes_again else LETTING_GO, act)


def _seen(request: HttpRequest) -> int | None:
    """The newest step that stood on the officer's page."""
    return typed_number(request, "newest_step")
