"""The measures for a page, from the roll-ups."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tanggap.base.cache import keep, look
from tanggap.base.clock import now
from tanggap.metrics.actions import matter_of
from tanggap.metrics.formulas import Statistics, statistics
from tanggap.metrics.models import CaseFact, Cursor, DayCount

PERIOD_DAYS = 30


def period(days: int = PERIOD_DAYS) -> tuple[datetime, datetime]:
    """The half-open period of the last `days` days, today included, in whole UTC days as the record counts them."""
    tomorrow = datetime.combine(now().date() + timedelta(days=1), time(0), tzinfo=timezone.get_fixed_timezone(0))
    return tomorrow - timedelta(days=days), tomorrow


def statistics_of(agency: str = "", days: int = PERIOD_DAYS) -> Statistics:
    """The measures of an agency by its public id, or of the whole government, over the last `days` days."""
    key = f"statistics:{agency}:{days}:{counted_to()}:{now().date()}"
    held: Statistics | None = look(key)
    if held is not None:
        return held
    start, end = period(days)
    counts = {(row.day, row.agency, row.what): row.count for row in _counts(start, end, agency)}
    result = statistics(map(matter_of, _facts(start, end, agency)), counts, start, end, agency)
    keep(key, result, 300)
    return result


def counted_to() -> int:
    """The index of the next entry to count; everything before it is in the numbers."""
    return Cursor.objects.values_list("next_index", flat=True).first() or 0


def daily(what: tuple[str, ...], days: int, agency: str = "") -> list[tuple[date, int]]:
    """The sum of some kinds of count for each of the last `days` days, oldest first, days without any included."""
    start, end = period(days)
    sums = {start.date() + timedelta(days=n): 0 for n in range(days)}
    for row in _counts(start, end, agency):
        if row.what in what and row.day in sums:
            sums[row.day] += row.count
    return sorted(sums.items())


def office_zone() -> str:
    """The zone in which the office works, for captions."""
    return settings.TIME_ZONE


def _counts(start: datetime, end: datetime, agency: str) -> list[DayCount]:
    rows = DayCount.objects.filter(day__gte=start.date(), day__lt=end.date())
    return list(rows.filter(agency=agency) if agency else rows)


def _facts(start: datetime, end: datetime, agency: str) -> list[CaseFact]:
    fits = Q(received__gte=start, received__lt=end) | Q(answer_due__gte=start, answer_due__lt=end)
    rows = CaseFact.objects.filter(fits)
    return list(rows.filter(agency=agency) if agency else rows)
