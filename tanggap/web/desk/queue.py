"""The desk's list: its views with their counts, and the most urgent case on top."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tanggap.base.ids import read_tracking_id
from tanggap.cases.desk import (
    COUNTED,
    ENDED,
    VIEWS,
    Seat,
    cases_of_desk,
    first_of_desk,
    glance_at_desk,
    newest_words,
    one_page,
)
from tanggap.cases.models import Case, CaseState
from tanggap.cases.queries import case_for_officer
from tanggap.channels.plugins import kinds
from tanggap.web.desk.access import seat
from tanggap.web.desk.rows import Item, count_words, item_of
from tanggap.web.desk.wanted import HOLDERS, Wanted, read_wanted
from tanggap.web.public.handles import network_name
from tanggap.web.words import number_words

PAGE = 25
TITLES = {
    "turn": gettext_lazy("Your turn"),
    "danger": gettext_lazy("Danger"),
    "late": gettext_lazy("Late"),
    "disputed": gettext_lazy("Disputed"),
    "mine": gettext_lazy("Held by you"),
    "to_close": gettext_lazy("Ready to close"),
    "waiting": gettext_lazy("The citizen's turn"),
    "closed": gettext_lazy("Closed"),
    "dismissed": gettext_lazy("Set aside"),
}
HOLDER_WORDS = {"me": gettext_lazy("You"), "nobody": gettext_lazy("Nobody")}
# On a phone these stand at the top; the others unfold.
BRIEF = ("turn", "danger", "late")
# What no citizen writes to.
OUTWARD = ("email",)


@require_safe
def show_queue(request: HttpRequest) -> HttpResponse:
    """The list alone; a number typed into the search leads to its case."""
    typed = request.GET.get("number", "").strip()[:40]
    here = seat(request)
    number = read_tracking_id(typed) if typed else None
    if number and _exists(number, here):
        return redirect("desk_case", number)
    context = queue_context(request, here) | {"typed_number": typed, "is_list": True}
    return render(request, "tanggap/desk/desk.html", context, status=404 if typed else 200)


def queue_context(request: HttpRequest, here: Seat, current: str = "") -> dict[str, Any]:
    """What the views and the list need, wherever they stand. `current` is the case that is open beside them."""
    # Asked first: what changes while the page is made is then seen by its next question.
    pulse, counts = glance_at_desk(here)
    wanted = read_wanted(request)
    first = first_of_desk(here)
    counts["turn"] += sum(case.state != CaseState.OPEN for case in first)
    cases, has_more = _page(here, wanted, first)
    words = newest_words(cases)
    items = [item_of(case, words.get(case.id)) for case in cases]
    alerts = _alerts(first, items, current)
    views = [_view(name, counts, wanted, here) for name in VIEWS if name != "mine" or not here.oversees]
    return {
        "seat": here,
        "officer": here.officer,
        "now_showing": "desk",
        "wanted": wanted,
        "keep": wanted.query,
        "here_link": _case_link(current, wanted),
        "title": _title(wanted.view, here),
        "views": views,
        "brief": [row for row in views if row["name"] in BRIEF],
        "others": [row for row in views if row["name"] not in BRIEF],
        "networks": [(kind, network_name(kind)) for kind in kinds() if kind not in OUTWARD],
        "holders": [(name, HOLDER_WORDS[name]) for name in HOLDERS],
        "items": items,
        "next_item": next((item for item in items if item.tracking_id != current), None),
        "alerts": alerts,
        "is_alerted": any(case.tracking_id == current and case.is_alerted for case in first),  # type: ignore[attr-defined]
        "alerts_in": _where_alerts_stand(wanted),
        "notices": pulse.notices,
        "pulse": pulse.beat,
        "list_words": _list_words(wanted, counts, items),
        "newer": wanted.but(page=wanted.page - 1).query if wanted.page > 1 else None,
        "older": wanted.but(page=wanted.page + 1).query if has_more else None,
        "current": current,
        "turn_count": counts["turn"],
        "to_close_count": counts["to_close"],
        "waiting_count": counts["waiting"],
        "list_version": version_of(counts, items, pulse.notices, current, [case.id for case in first], alerts),
    }


def version_of(*shown: object) -> str:
    """A short digest of what a page shows, by which it asks later whether that is still so."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def _page(here: Seat, wanted: Wanted, first: Sequence[Case]) -> tuple[list[Case], bool]:
    """The cases of one page, and whether there are more. What comes first stands above the first page of `turn`."""
    cases = cases_of_desk(here, wanted.view)
    if wanted.view == "turn":
        cases = cases.exclude(id__in=[case.id for case in first])
    start = (wanted.page - 1) * PAGE
    found = one_page(wanted.narrow(cases, here.officer), start, PAGE + 1)
    above = [c for c in first if wanted.takes(c, here.officer)] if wanted.view == "turn" and wanted.page == 1 else []
    return [*above, *found[:PAGE]], len(found) > PAGE


def _view(name: str, counts: dict[str, int], wanted: Wanted, here: Seat) -> dict[str, Any]:
    count = counts.get(name)
    return {
        "name": name,
        "title": _title(name, here),
        "count": None if count is None else _count(count) if count else "",
        "is_here": name == wanted.view,
        "is_hot": name in ("danger", "late") and bool(count),
        "query": wanted.but(view=name).query,
    }


def _title(view: str, here: Seat) -> str:
    """What a list is called; an overseer watches whose turn it is, and it is never theirs."""
    return _("The agencies' turn") if view == "turn" and here.oversees else str(TITLES[view])


def _count(count: int) -> str:
    return f"{number_words(COUNTED)}+" if count > COUNTED else number_words(count)


def _list_words(wanted: Wanted, counts: dict[str, int], items: Sequence[Item]) -> str:
    if wanted.is_narrowed or wanted.view in ENDED:
        return "" if items else _("Nothing stands here.")
    return count_words(wanted.view, counts[wanted.view], _count(counts[wanted.view]))


def _alerts(first: Sequence[Case], items: Sequence[Item], current: str) -> list[str]:
    """Numbers of cases that the officer was alerted to and that stand nowhere else on the page."""
    shown = {item.tracking_id for item in items} | {current}
    return [case.tracking_id for case in first if case.is_alerted and case.tracking_id not in shown]  # type: ignore[attr-defined]


def _where_alerts_stand(wanted: Wanted) -> str | None:
    """The list to which one line leads instead of a card for each alert; None on the first list, where cards stand.

    What the list of danger does not show, such as an alert that a colleague answered, stands on top of the first one.
    """
    if wanted.page == 1 and wanted.view in ("turn", "danger"):
        return None if wanted.view == "turn" else Wanted().query
    return Wanted(view="danger").query


def _case_link(current: str, wanted: Wanted) -> str:
    """The open case's address, ready for one more thing behind it."""
    if not current:
        return ""
    return reverse("desk_case", args=[current]) + (f"{wanted.query}&" if wanted.query else "?")


def _exists(number: str, here: Seat) -> bool:
    try:
        return bool(case_for_officer(number, here.officer, here.mandates))
    except Case.DoesNotExist:
        return False
