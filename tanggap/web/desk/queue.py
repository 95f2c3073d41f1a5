"""The desk's list, and what makes it live."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tanggap.cases.queries import VIEWS, cases_of_desk, counts_of_desk, unseen_alerts, unseen_notices
from tanggap.registry.models import Officer
from tanggap.web.desk.access import officer_of
from tanggap.web.desk.rows import count_words, item_of

PAGE = 25
TITLES = {
    "turn": gettext_lazy("Your turn"),
    "danger": gettext_lazy("Danger"),
    "late": gettext_lazy("Late"),
    "mine": gettext_lazy("Held by you"),
    "waiting": gettext_lazy("Waiting for the citizen"),
    "closed": gettext_lazy("Closed"),
    "dismissed": gettext_lazy("Set aside"),
}
HOT = ("danger", "late")
# On a phone these stand at the top; the others unfold.
BRIEF = ("turn", "danger", "late")


@require_safe
def show_queue(request: HttpRequest) -> HttpResponse:
    """The list; asked by a page that is open already, only what changed, and 204 when nothing did."""
    context = queue_context(request, officer_of(request))
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "tanggap/desk/desk.html", context)
    if request.GET.get("seen") == context["version"]:
        return HttpResponse(status=204)
    return render(request, "tanggap/desk/queue.html", context)


def queue_context(request: HttpRequest, officer: Officer, current: str = "") -> dict[str, Any]:
    """What the views and the list need, wherever they stand."""
    view = request.GET.get("view", "turn")
    if view not in VIEWS:
        raise Http404
    counts = counts_of_desk(officer)
    page = Paginator(cases_of_desk(officer, view), PAGE).get_page(request.GET.get("page"))
    views = [
        {
            "name": name,
            "title": TITLES[name],
            "count": counts[name],
            "here": name == view,
            "hot": name in HOT and counts[name],
        }
        for name in VIEWS
    ]
    items = [item_of(case) for case in page.object_list]
    alerts, notices = unseen_alerts(officer)[:5], unseen_notices(officer)[:5]
    return {
        "officer": officer,
        "view": view,
        "version": _version(counts, items, len(alerts), len(notices)),
        "title": TITLES[view],
        "views": views,
        "brief": [row for row in views if row["name"] in BRIEF],
        "others": [row for row in views if row["name"] not in BRIEF],
        "items": items,
        "page": page,
        "count_words": count_words(counts[view]) if counts[view] else _("Nothing waits here."),
        "current": current,
        "alerts": alerts,
        "notices": notices,
        "now_showing": "desk",
    }


def _version(*shown: object) -> str:
    """A short digest of what the list shows, by which an open page asks whether it is still so."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]
