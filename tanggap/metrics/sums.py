"""What the measures are made of, added up by the database: the same totals as `formulas.statistics` adds up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Count, F, Q, QuerySet, Sum, Value, Window
from django.db.models.functions import RowNumber

from tanggap.metrics.formulas import COUNTED, Totals, ranks
from tanggap.metrics.models import CaseFact, DayCount

NONE = {"opened": 0, "set_aside": 0, "spoken": 0, "due": 0, "on_time": 0}


def totals_of(start: datetime, end: datetime, agency: str = "", *, apart: bool = False) -> dict[str, Totals]:
    """The totals of the half-open period [start, end), in four queries however many agencies there are.

    Of one agency, or without it of the whole government, under its name; `apart` gives each agency's of the government
    under its own.
    """
    facts = _whose(CaseFact.objects.all(), agency, apart)
    opened = facts.filter(received__gte=start, received__lt=end)
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict(NONE))
    spoken = opened.values("whose").annotate(opened=Count("*"), set_aside=Count("dismissed"), spoken=Count("waited"))
    on_time = Count("answered", filter=Q(answered__lte=F("answer_due")))
    due = facts.filter(answer_due__gte=start, answer_due__lt=end).values("whose")
    for row in [*spoken, *due.annotate(due=Count("*"), on_time=on_time)]:
        found[row.pop("whose")] |= row
    days = _days(start, end, agency, apart)
    waited = _waited(opened, {whose: sums["spoken"] for whose, sums in found.items()}, apart)
    names = found.keys() | days.keys() if apart else [agency]
    return {whose: _totals(found[whose], days[whose], waited[whose]) for whose in names}


def _whose(rows: QuerySet[Any], agency: str, apart: bool) -> QuerySet[Any]:
    """Rows that say under which name they are added up."""
    rows = rows.filter(agency=agency) if agency else rows
    return rows.annotate(whose=F("agency") if apart else Value(agency, output_field=CharField()))


def _days(start: datetime, end: datetime, agency: str, apart: bool) -> dict[str, dict[str, int]]:
    rows = _whose(DayCount.objects.filter(day__gte=start.date(), day__lt=end.date()), agency, apart)
    days: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED.values(), 0))
    for whose, what, count in rows.values_list("whose", "what").annotate(Sum("count")):
        days[whose][what] = count
    return days


def _waited(opened: QuerySet[CaseFact], counts: Mapping[str, int], apart: bool) -> dict[str, dict[int, int]]:
    """Only the times between which the median and the percentiles lie; the database puts all in order."""
    waited: dict[str, dict[int, int]] = defaultdict(dict)
    wanted = [Q(whose=whose, place__in=[r + 1 for r in ranks(n)]) for whose, n in counts.items() if ranks(n)]
    if wanted:
        place = Window(RowNumber(), partition_by=F("agency") if apart else None, order_by="waited")
        placed = opened.filter(waited__isnull=False).annotate(place=place).filter(reduce(or_, wanted))
        for whose, number, seconds in placed.values_list("whose", "place", "waited"):
            waited[whose][number - 1] = seconds or 0
    return waited


def _totals(sums: Mapping[str, int], days: Mapping[str, int], waited: Mapping[int, int]) -> Totals:
    return Totals(
        days=days,
        opened=sums["opened"],
        dismissed=sums["set_aside"],
        answered=sums["spoken"],
        due=sums["due"],
        on_time=sums["on_time"],
        waited=waited,
    )
