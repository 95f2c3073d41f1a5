"""What waits for a second person: mandates and official accounts that a colleague asked for."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.registry.actions import confirm_approval, refuse_approval
from tanggap.registry.errors import AlreadyDecided, NotAllowed, NotByOneself, RegistryRefusal
from tanggap.registry.models import Approval, Power
from tanggap.registry.queries import approvals_for
from tanggap.web.desk.access import seat
from tanggap.web.desk.acting import show_refusal, typed_text


@dataclass(frozen=True)
class Wrong:
    """The decision that was refused, why, and the reason that was typed."""

    public_id: str
    words: str
    reason: str


@require_safe
def list_approvals(request: HttpRequest) -> HttpResponse:
    """Everything that waits for this officer's word."""
    return _page(request)


@require_POST
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Confirm it, or refuse it with a reason. Pressed twice, it is decided once."""
    officer = seat(request).officer
    approval = get_object_or_404(_decidable(request), public_id=public_id)
    try:
        if "confirm" in request.POST:
            confirm_approval(approval, acting_officer=officer)
        else:
            refuse_approval(approval, typed_text(request, "reason"), acting_officer=officer)
    except NotAllowed as refusal:
        return show_refusal(request, refusal)
    except (AlreadyDecided, NotByOneself) as refusal:
        approval.refresh_from_db()
        if approval.decided_by_id != officer.id:
            messages.error(request, str(refusal))
            return redirect("desk_approvals")
    except RegistryRefusal as refusal:
        return _page(request, Wrong(public_id, str(refusal), typed_text(request, "reason")))
    messages.success(request, _("It takes effect now.") if approval.decision == "confirmed" else _("It was refused."))
    return redirect("desk_approvals")


def _page(request: HttpRequest, wrong: Wrong | None = None) -> HttpResponse:
    here = seat(request)
    context = {
        "seat": here,
        "officer": here.officer,
        "now_showing": "approvals",
        "approvals": approvals_for(here.officer),
        "may_decide": here.oversees or here.officer.agency_id in here.agencies_with(Power.GRANT),
        "wrong": wrong,
    }
    return render(request, "tanggap/desk/approvals.html", context, status=422 if wrong else 200)


def _decidable(request: HttpRequest) -> QuerySet[Approval]:
    """Requests of the officer's own agency, of every agency for an overseer; also those that are decided."""
    here = seat(request)
    return Approval.objects.all() if here.oversees else Approval.objects.filter(agency=here.officer.agency_id)
