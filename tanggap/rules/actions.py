"""The only writers of this room's tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.records.actions import append_entries
from tanggap.rules.calendar import forget_calendar
from tanggap.rules.events import calendar_changed
from tanggap.rules.models import CalendarDay


@dataclass(frozen=True, slots=True)
class NewDay:
    """A day that is free or worked whatever the country's calendar says, and the decree that says so."""

    day: date
    is_working: bool
    name: str
    source: str = ""


def set_calendar_days(days: Sequence[NewDay], *, mandate: str | None = None) -> None:
    """Add or change days of the calendar. Deadlines given before stay as they were promised.

    The caller has required the authority and hands over the mandate's public id; None is the operator.
    """
    at = now()
    with writing():
        for new in days:
            values = {"is_working": new.is_working, "name": new.name, "source": new.source, "changed_at": at}
            CalendarDay.objects.update_or_create(day=new.day, defaults=values)
        append_entries([calendar_changed(new.day, new.is_working, at, mandate) for new in days])
    forget_calendar()


def clear_calendar_day(day: date, *, mandate: str | None = None) -> bool:
    """Let the country's calendar count again for a day; True when something was changed."""
    with writing():
        deleted, _ = CalendarDay.objects.filter(day=day).delete()
        if deleted:
            append_entries([calendar_changed(day, None, now(), mandate)])
    forget_calendar()
    return bool(deleted)
