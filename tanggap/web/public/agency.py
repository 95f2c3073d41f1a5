"""An agency's public page: what it does, how it answers, where it speaks, and who may speak for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.base.clock import now
from tanggap.cases.queries import public_cases
from tanggap.metrics.formulas import NOTHING, measured
from tanggap.metrics.queries import PERIOD_DAYS, statistics_of
from tanggap.publishing.models import Publication
from tanggap.publishing.queries import published
from tanggap.records.models import Entry
from tanggap.records.queries import entries_about
from tanggap.registry.models import Agency, Mandate, OfficialAccount
from tanggap.web.public.mandate import position_of
from tanggap.web.public.measures import Measure, measures_of
from tanggap.web.public.pairs import Pair, newest_pairs
from tanggap.web.words import local

MOST_PAIRS, MOST_NEWS = 3, 4


@dataclass(frozen=True)
class Speaker:
    """A position that may act for the agency, and the mandate's place in the record."""

    position: str
    mandate: Mandate
    entry: Entry | None


@dataclass(frozen=True)
class AgencyPage:
    """What anybody may know of an agency."""

    agency: Agency
    measures: Sequence[Measure]
    days: int
    accounts: Sequence[OfficialAccount]
    speakers: Sequence[Speaker]
    pairs: Sequence[Pair]
    news: Sequence[Publication]


@require_safe
def show_agency(request: HttpRequest, slug: str) -> HttpResponse:
    """One agency; also one that no longer acts, because its answers stay."""
    agency = Agency.objects.filter(slug=slug).first()
    if agency is None:
        raise Http404
    page = AgencyPage(
        agency=agency,
        measures=_measures(agency),
        days=PERIOD_DAYS,
        accounts=list(agency.accounts.public()),
        speakers=_speakers(agency),
        pairs=newest_pairs(public_cases().filter(agency=agency), MOST_PAIRS),
        news=list(published(agency)[:MOST_NEWS]),
    )
    return render(request, "tanggap/agency.html", {"page": page})


def _measures(agency: Agency) -> list[Measure]:
    """Give and take first, which is the widest; none of an agency of which there is nothing to say."""
    numbers = statistics_of(agency.public_id)
    if numbers == measured(NOTHING):
        return []
    measures = measures_of([(agency, numbers)], numbers, PERIOD_DAYS, agency.public_id)
    return sorted(measures, key=lambda measure: measure.key != "balance")


def _speakers(agency: Agency) -> list[Speaker]:
    """The mandates that count today. Positions, never names."""
    mandates = list(agency.mandates.valid_on(local(now()).date()).order_by("position", "id"))
    subjects = [f"mandate:{mandate.public_id}" for mandate in mandates]
    granted = entries_about(subjects).filter(type="mandate.granted")
    entries = {entry.subject: entry for entry in granted}
    return [Speaker(position_of(m), m, entries.get(f"mandate:{m.public_id}")) for m in mandates]
