"""How well the officer's agency answers, or for an overseer the whole government: the public measures on the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.registry.models import Agency
from tanggap.web.desk.access import seat
from tanggap.web.public.measures import chosen_agency, chosen_days, page_of


@require_safe
def show_desk_measures(request: HttpRequest) -> HttpResponse:
    """An officer reads of their own agency; an overseer of all, or of the one that they choose."""
    here = seat(request)
    agencies = list(Agency.objects.active()) if here.oversees else []
    chosen = chosen_agency(request, agencies) if here.oversees else here.officer.agency
    context = {
        "seat": here,
        "officer": here.officer,
        "now_showing": "measures",
        "chosen": chosen,
        "page": page_of(agencies, chosen, chosen_days(request)),
    }
    return render(request, "tanggap/desk/measures.html", context)
