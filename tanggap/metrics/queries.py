"""The measures for a page, from the roll-ups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
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


def give_and_take(days: int = PERIOD_DAYS, agency: str = "") -> list[tuple[int, int]]:
    """Posts that came in and answers that went out on each of the last `days` days, oldest first."""
    start, end = period(days)
    rows = DayCount.objects.filter(day__gte=start.date(), day__lt=end.date())
    rows = rows.filter(agency=agency) if agency else rows
    came, went = (Sum("count", filter=Q(what__in=kinds), default=0) for kinds in (INCOMING, OUTGOING))
    sums = {day: pair for day, *pair in rows.values_list("day").annotate(came=came, went=went)}
    every = (start.date() + timedelta(days=n) for n in range(days))
    return [(came, went) for came, went in (sums.get(day, (0, 0)) for day in every)]


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
