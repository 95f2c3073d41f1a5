"""The front page: speak up, track, what was answered, is this account official, how well are we doing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.base.clock import now
from tanggap.cases.queries import public_cases
from tanggap.metrics.queries import statistics_of
from tanggap.registry.models import Network, OfficialAccount
from tanggap.rules.deadlines import deadline_for
from tanggap.web.public.how_well import HowWell, how_well
from tanggap.web.public.pairs import Pair, newest_pairs
from tanggap.web.words import local

MOST_PAIRS, MOST_ACCOUNTS = 3, 5


@dataclass(frozen=True)
class Home:
    """What the front page shows."""

    answer_due: datetime
    accounts: Sequence[OfficialAccount]
    answered_today: int
    pairs: Sequence[Pair]
    how_well: HowWell


@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    present = now()
    morning = local(present).replace(hour=0, minute=0, second=0, microsecond=0)
    cases = public_cases()
    home = Home(
        answer_due=deadline_for("complaint", present).answer_due,
        accounts=_where_we_are(),
        answered_today=cases.filter(answered_at__gte=morning).count(),
        pairs=newest_pairs(cases, MOST_PAIRS),
        how_well=how_well(statistics_of()),
    )
    return render(request, "tanggap/home.html", {"home": home})


def _where_we_are() -> list[OfficialAccount]:
    """One account of each agency that people can mention or comment on, a few of them."""
    published = OfficialAccount.objects.published().filter(agency__is_active=True).exclude(network=Network.WEBFORM)
    found: dict[int, OfficialAccount] = {}
    for account in published.select_related("agency").order_by("agency__name", "network", "id"):
        found.setdefault(account.agency_id, account)
    return list(found.values())[:MOST_ACCOUNTS]
