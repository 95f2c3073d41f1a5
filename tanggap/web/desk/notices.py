"""Notices: what other servers report to the agency, which is no case and asks for a look."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tanggap.cases.actions import see_notice
from tanggap.cases.desk import unseen_notices
from tanggap.registry.errors import NotAllowed
from tanggap.web.desk.access import seat
from tanggap.web.desk.acting import show_refusal

MOST = 50


@require_safe
def list_notices(request: HttpRequest) -> HttpResponse:
    """What nobody of the agency has looked at yet, newest first."""
    here = seat(request)
    notices = unseen_notices(here.officer)[:MOST]
    shown = [(notice, [about for about in notice.about.split("\n") if about]) for notice in notices]
    context = {"seat": here, "officer": here.officer, "now_showing": "notices", "notices": shown}
    return render(request, "tanggap/desk/notices.html", context)


@require_POST
def see(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Somebody looked at it: it leaves the desk of the whole agency."""
    try:
        see_notice(notice_id, acting_officer=seat(request).officer)
    except NotAllowed as refusal:
        return show_refusal(request, refusal)
    return redirect("desk_notices")
