"""What makes the desk live: an open page asks every second, and gets only what has changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.cases.desk import pulse_of_desk
from tanggap.cases.queries import story_for
from tanggap.web.desk.access import seat
from tanggap.web.desk.case import case_context, find_case
from tanggap.web.desk.queue import queue_context
from tanggap.web.public.handles import public_mask


@require_safe
def show_news(request: HttpRequest) -> HttpResponse:
    """204 while nothing changed; else the list, the thread, or both, each put in its place by the page."""
    here, opened = seat(request), request.GET.get("open", "")
    if request.GET.get("pulse") == pulse_of_desk(here.officer).beat:
        return HttpResponse(status=204)
    context = queue_context(request, here, opened) | {"is_list": not opened}
    context["list_changed"] = request.GET.get("list") != context["list_version"]
    if opened:
        context |= _case(request, opened)
    return render(request, "tanggap/desk/live.html", context)


def _case(request: HttpRequest, tracking_id: str) -> dict[str, Any]:
    case, here = find_case(request, tracking_id), seat(request)
    context = case_context(case, here, story_for(case, here.officer, public_mask(), here.mandates))
    may = {power: here.mandate_for(power, case.agency_id) for power in ("answer", "hide")}
    return context | {
        "may": may,
        # The composer stays as it is; which of its forms stands there, only the page knows.
        "tab": request.GET.get("tab", ""),
        "thread_changed": request.GET.get("thread") != context["thread_version"],
        "has_news": request.GET.get("heard") != context["heard"],
    }
