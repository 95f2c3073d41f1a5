"""The measures for a page, from the roll-ups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone

from tanggap.base.cache import keep, look
from tanggap.base.clock import now
from tanggap.metrics.formulas import INCOMING, OUTGOING, Statistics, measured
from tanggap.metrics.models import Cursor, DayCount
from tanggap.metrics.sums import totals_of

PERIOD_DAYS = 30
KEPT_SECONDS = 300
Kept = TypeVar("Kept")


def period(days: int = PERIOD_DAYS) -> tuple[datetime, datetime]:
    """The half-open period of the last `days` days, today included, in whole UTC days as the record counts them."""
    tomorrow = datetime.combine(now().date() + timedelta(days=1), time(0), tzinfo=timezone.get_fixed_timezone(0))
    return tomorrow - timedelta(days=days), tomorrow


def statistics_of(agency: str = "", days: int = PERIOD_DAYS) -> Statistics:
    """The measures of an agency by its public id, or of the whole government, over the last `days` days."""
    return _kept(f"statistics:{agency}:{days}", lambda: measured(totals_of(*period(days), agency)[agency]))


def statistics_of_each(days: int = PERIOD_DAYS) -> dict[str, Statistics]:
    """The measures of every agency that did anything in the last `days` days, by its public id."""
    return _kept(f"statistics-of-each:{days}", lambda: _each(days))


def counted_to() -> int:
    """The index of the next entry to count; everything before it is in the numbers."""
    return Cursor.objects.values_list("next_index", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class DaySums:
    """What came in and went out on one day: posts of every kind, what was asked, and what was answered."""

    day: date
    received: int = 0
    incoming: int = 0
    outgoing: int = 0


def day_by_day(days: int = PERIOD_DAYS, agency: str = "") -> list[DaySums]:
    """The sums of each of the last `days` days, oldest first."""
    start, end = period(days)
    rows = DayCount.objects.filter(day__gte=start.date(), day__lt=end.date())
    rows = rows.filter(agency=agency) if agency else rows
    kinds = (("received",), INCOMING, OUTGOING)
    came, asked, went = (Sum("count", filter=Q(what__in=names), default=0) for names in kinds)
    sums = {day: DaySums(day, *each) for day, *each in rows.values_list("day").annotate(a=came, b=asked, c=went)}
    every = (start.date() + timedelta(days=n) for n in range(days))
    return [sums.get(day, DaySums(day)) for day in every]


def give_and_take(days: int = PERIOD_DAYS, agency: str = "") -> list[tuple[int, int]]:
    """Posts that came in and answers that went out on each of the last `days` days, oldest first."""
    return [(sums.incoming, sums.outgoing) for sums in day_by_day(days, agency)]


def office_zone() -> str:
    """The zone in which the office works, for captions."""
    return settings.TIME_ZONE


def _each(days: int) -> dict[str, Statistics]:
    totals = totals_of(*period(days), apart=True)
    return {agency: measured(sums) for agency, sums in totals.items() if agency}


def _kept(key: str, make: Callable[[], Kept]) -> Kept:
    """The same until another entry is counted or the day ends."""
    whole = f"{key}:{counted_to()}:{now().date()}"
    held: Kept | None = look(whole)
    if held is None:
        held = make()
        keep(whole, held, KEPT_SECONDS)
    return held
