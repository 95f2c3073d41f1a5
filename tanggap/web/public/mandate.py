"""A mandate's public page: which position may do what, by which decree, until when."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.base.clock import now
from tanggap.records.models import Entry
from tanggap.records.queries import entries_about
from tanggap.registry.models import Mandate
from tanggap.web.public.story import State
from tanggap.web.words import local


@dataclass(frozen=True)
class MandatePage:
    """A mandate as anybody may see it: positions, never names."""

    mandate: Mandate
    position: str
    granted_by: str
    powers: tuple[str, ...]
    state: State
    granted: Entry | None
    revoked: Entry | None


@require_safe
def show_mandate(request: HttpRequest, public_id: str) -> HttpResponse:
    """One mandate, also after it ended: what was done under it stays readable."""
    related = ("agency", "officer", "granted_by")
    mandate = Mandate.objects.granted().select_related(*related).filter(public_id=public_id).first()
    if mandate is None:
        raise Http404
    return render(request, "tanggap/mandate.html", {"page": _page(mandate)})


def state_of_mandate(mandate: Mandate) -> State:
    """Whether it counts today, in a word."""
    today = local(now()).date()
    if mandate.revoked_at is not None:
        return State("", "was", _("Revoked"))
    if mandate.valid_from > today:
        return State("due", "clock", _("Not yet valid"))
    if mandate.valid_until is not None and mandate.valid_until < today:
        return State("", "was", _("Expired"))
    return State("done", "check", _("Valid"))


def position_of(mandate: Mandate) -> str:
    """The position that holds it; a standing instruction is carried out by the machine."""
    return _("Automatic receipt") if mandate.is_standing else mandate.position


def _page(mandate: Mandate) -> MandatePage:
    entries = {entry.type: entry for entry in entries_about([f"mandate:{mandate.public_id}"])}
    by = mandate.granted_by.position if mandate.granted_by else _("The operator, at the first set-up")
    return MandatePage(
        mandate=mandate,
        position=position_of(mandate),
        granted_by=by,
        powers=tuple(mandate.power_labels),
        state=state_of_mandate(mandate),
        granted=entries.get("mandate.granted"),
        revoked=entries.get("mandate.revoked"),
    )
