"""How an act is carried out for a page: the action decides, and every refusal is said in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise

from tanggap.cases.errors import CaseRefusal, ThreadChanged, UnknownChoice
from tanggap.cases.models import Case, CaseStep
from tanggap.inbox.errors import AlreadyHidden, NotHidden, UnknownReason
from tanggap.outbox.errors import NotStuck
from tanggap.outbox.models import Delivery
from tanggap.registry.errors import NotAllowed
from tanggap.registry.models import Officer
from tanggap.web.desk.access import seat
from tanggap.web.desk.case import find_case, render_case
from tanggap.web.desk.composer import Refused
from tanggap.web.desk.wanted import read_wanted

Act = Callable[[Case, Officer], object]
Row = TypeVar("Row", bound=Model)
# What says by its absence that an address names nothing.
MISSING = (Case.DoesNotExist, CaseStep.DoesNotExist, Delivery.DoesNotExist)


@dataclass(frozen=True)
class Form:
    """A form of the composer: where its refusals stand, which step it makes, and what is said when it is done."""

    name: str
    done: str | Promise | Callable[[Case], str]
    at: str = ""
    kind: str = ""
    # Refusals that stand at another field than `at`.
    elsewhere: Mapping[type[Exception], str] = field(default_factory=dict)
    leaves: bool = False


def carry_out(request: HttpRequest, tracking_id: str, form: Form, act: Act) -> HttpResponse:
    """Do it, and lead back to the case; refused, show why with all that was typed. Pressed twice, it is done once."""
    case, officer = find_case(request, tracking_id), seat(request).officer
    try:
        act(case, officer)
    except MISSING as error:
        raise Http404 from error
    except NotAllowed as refusal:
        if not _pressed_twice(request, case, form):
            return show_refusal(request, refusal, case)
    except (CaseRefusal, AlreadyHidden, NotHidden, UnknownReason, NotStuck) as refusal:
        if not _pressed_twice(request, case, form):
            return _ask_again(request, tracking_id, form, refusal)
    messages.success(request, form.done(case) if callable(form.done) else str(form.done))
    way = reverse("desk") if form.leaves else reverse("desk_case", args=[case.tracking_id])
    return redirect(way + read_wanted(request).query)


def show_refusal(request: HttpRequest, refusal: NotAllowed, case: Case | None = None) -> HttpResponse:
    """403: which mandate is missing, what can be done instead, and what was typed."""
    here = seat(request)
    head = Officer.objects.active().filter(agency=refusal.agency, is_head=True).select_related("user").first()
    context = {
        "seat": here,
        "officer": here.officer,
        "case": case,
        "keep": read_wanted(request).query,
        "refusal": refusal,
        "is_speech": refusal.power in ("answer", "approve"),
        "draft": typed_text(request, "text") or typed_text(request, "reason"),
        "head": head,
        "can_note": case is not None and here.mandate_for("answer", case.agency_id) is not None,
        "can_pass_on": case is not None and here.mandate_for("assign", case.agency_id) is not None,
    }
    return render(request, "tanggap/desk/refused.html", context, status=403)


def typed_text(request: HttpRequest, name: str) -> str:
    """What was typed into a field, without the zero bytes that no database takes."""
    return request.POST.get(name, "").replace("\x00", "")


def typed_number(request: HttpRequest, name: str) -> int | None:
    """A row's number that a form sent along; None for anything else."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def chosen(model: type[Row], number: int | None) -> Row:
    """The row that was chosen. Raises UnknownChoice: a list without a choice says so beside its field."""
    row = model._default_manager.filter(pk=number).first() if number else None
    if row is None:
        raise UnknownChoice()
    return row


def _ask_again(request: HttpRequest, tracking_id: str, form: Form, refusal: Exception) -> HttpResponse:
    has_changed = isinstance(refusal, ThreadChanged)
    refused = Refused(
        form=form.name,
        words=str(refusal),
        name="" if has_changed else form.elsewhere.get(type(refusal), form.at),
        typed={name: typed_text(request, name) for name in request.POST},
        seen=typed_number(request, "newest_step") if has_changed else None,
        status=409 if has_changed else 422,
    )
    # Read anew: what made the action refuse may have changed the case.
    return render_case(request, find_case(request, tracking_id), refused)


def _pressed_twice(request: HttpRequest, case: Case, form: Form) -> bool:
    """Whether this officer did the same thing a moment ago, after what the page had shown."""
    seen = typed_number(request, "newest_step")
    if seen is None or not form.kind:
        return False
    mine = case.steps.filter(kind=form.kind, officer=seat(request).officer, id__gt=seen)
    said = typed_text(request, "text").replace("\r\n", "\n").strip()
    return mine.filter(message__text=said).exists() if said else mine.exists()
