"""Working days: the pack's weekend and public holidays, and the days that the operator added."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate

import holidays
from django.conf import settings
from django.utils.timezone import get_default_timezone

from tanggap.rules.models import CalendarDay
from tanggap.rules.packs import Pack, pack

ONE_DAY = timedelta(days=1)
# So long may another process go on with the operator's days as they were.
OVERRIDES_KEPT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Override:
    """What the operator says of a day, whatever the calendar says."""

    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a page shows it. `reason` is empty for a working day and for a free day of the weekend."""

    day: date
    is_working: bool
    reason: str = ""


class Calendar:
    """The working days of one pack with one set of overrides."""

    def __init__(self, rules: Pack, overrides: Mapping[date, Override]) -> None:
        self.rules, self.overrides = rules, overrides
        self._after: dict[tuple[date, int], date] = {}
        self._worked: dict[int, list[int]] = {}

    def is_working(self, day: date) -> bool:
        """Whether offices work on that day."""
        override = self.overrides.get(day)
        if override is not None:
            return override.is_working
        return not self.is_weekend(day) and day not in _public_holidays(self.rules, day.year, "")

    def is_weekend(self, day: date) -> bool:
        """Whether the day of the week alone makes it free."""
        return day.weekday() in self.rules.calendar.weekend

    def holiday(self, day: date, language: str = "") -> str:
        """The name of the holiday, in a language where it is known; empty when it is none."""
        override = self.overrides.get(day)
        if override is not None:
            return "" if override.is_working else override.name
        return _public_holidays(self.rules, day.year, language).get(day, "")

    def after(self, day: date, working_days: int) -> date:
        """The last of so many working days, counted from the day after."""
        key = (day, working_days)
        if key not in self._after:
            if len(self._after) > 10_000:
                self._after.clear()
            self._after[key] = self._count(day, working_days)
        return self._after[key]

    def between(self, start: date, end: date) -> int:
        """How many working days come after `start`, up to and with `end`, which is no earlier.

        Not day by day: what waits the longest stands first on a desk, and some of it has waited for years.
        """
        whole_years = sum(self._worked_in(year)[-1] for year in range(start.year, end.year))
        return whole_years + self._worked_in(end.year)[_place(end)] - self._worked_in(start.year)[_place(start)]

    def _worked_in(self, year: int) -> list[int]:
        """For every day of a year, how many working days it has had by then."""
        if year not in self._worked:
            first, last = date(year, 1, 1), date(year, 12, 31)
            days = (first + ONE_DAY * n for n in range((last - first).days + 1))
            self._worked[year] = list(accumulate(int(self.is_working(day)) for day in days))
        return self._worked[year]

    def _count(self, day: date, working_days: int) -> date:
        while working_days > 0:
            day += ONE_DAY
            working_days -= self.is_working(day)
        return day


def calendar() -> Calendar:
    """The calendar in force. The operator's days are read again every ten seconds."""
    global _in_force
    until, made = _in_force
    if made is None or made.rules is not pack() or time.monotonic() >= until:
        overrides = {row.day: Override(row.is_working, row.name) for row in CalendarDay.objects.all()}
        if made is None or made.rules is not pack() or made.overrides != overrides:
            made = Calendar(pack(), overrides)
        _in_force = (time.monotonic() + OVERRIDES_KEPT_SECONDS, made)
    return made


def forget_calendar() -> None:
    """Read the operator's days again at the next question."""
    global _in_force
    _in_force = (0.0, None)


def office_day(moment: datetime) -> date:
    """The day on which a moment falls in the office's zone."""
    return moment.astimezone(get_default_timezone()).date()


def add_working_days(day: date, count: int) -> date:
    """The last of `count` working days, counted from the day after `day`."""
    return calendar().after(day, count)


def working_days_between(start: date, end: date) -> int:
    """How many working days come after `start`, up to and with `end`; negative when `end` lies before."""
    if end < start:
        return -working_days_between(end, start)
    return calendar().between(start, end)


def days_between(start: date, end: date, language: str = "") -> list[Day]:
    """Every day from `start` to `end`, both included, for a ruler: worked or free, and why."""
    in_force = calendar()
    days = (start + ONE_DAY * n for n in range((end - start).days + 1))
    return [Day(day, in_force.is_working(day), in_force.holiday(day, language)) for day in days]


def _place(day: date) -> int:
    return day.timetuple().tm_yday - 1


_in_force: tuple[float, Calendar | None] = (0.0, None)


def _public_holidays(rules: Pack, year: int, language: str) -> Mapping[date, str]:
    given = rules.calendar
    spoken = given.languages.get(language or settings.LANGUAGE_CODE)
    return _holidays(given.country, given.subdivision, given.categories, year, spoken)


@lru_cache(maxsize=256)
def _holidays(
    country: str, subdivision: str, categories: tuple[str, ...], year: int, language: str | None
) -> Mapping[date, str]:
    if not country:
        return {}
    found = holidays.country_holidays(
        country, subdiv=subdivision or None, years=year, categories=categories, language=language
    )
    return dict(found)
