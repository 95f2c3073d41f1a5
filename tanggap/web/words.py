"""Times, counts and working days as people say them, in the language of the page and the agency's zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from tanggap.base.clock import now

MINUTE, HOUR = 60, 3600


def zone_of(name: str | None = None) -> tzinfo:
    """The time zone of an agency, else that of the government."""
    return ZoneInfo(name or settings.TIME_ZONE)


def local(moment: datetime, zone: tzinfo | None = None) -> datetime:
    """A moment on the clock of the agency's zone."""
    return moment.astimezone(zone or zone_of())


def clock_words(moment: datetime, zone: tzinfo | None = None) -> str:
    """The time of day: `06.52` or `06:52`."""
    return format_date(local(moment, zone), pgettext("time of day", "H:i"))


def day_words(day: date | datetime, zone: tzinfo | None = None) -> str:
    """A day in full: `Selasa, 3 Maret`, with the year when it is not this one."""
    day = _as_day(day, zone)
    this_year = local(now(), zone).year
    pattern = pgettext("day", "l j F") if day.year == this_year else pgettext("day with year", "l j F Y")
    return format_date(day, pattern)


def short_day_words(day: date | datetime, zone: tzinfo | None = None) -> str:
    """A day where room is dear: `3 Mar`."""
    return format_date(_as_day(day, zone), "j M")


def moment_words(moment: datetime, zone: tzinfo | None = None) -> str:
    """A moment in a story: `Sen 9 Feb, 06.52`."""
    there = local(moment, zone)
    year = "" if there.year == local(now(), zone).year else f" {there.year}"
    return f"{format_date(there, 'D j M')}{year}, {clock_words(moment, zone)}"


def exact_words(moment: datetime, zone: tzinfo | None = None) -> str:
    """A moment without any doubt: `Senin, 9 Februari 2026, 06.52 WIB`."""
    there = local(moment, zone)
    return f"{format_date(there, pgettext('day with year', 'l j F Y'))}, {clock_words(moment, zone)} {there:%Z}"


def ago_words(moment: datetime, zone: tzinfo | None = None) -> str:
    """A past moment as people say it, from `baru saja` to a plain date."""
    present = now()
    seconds = (present - moment).total_seconds()
    if seconds < MINUTE:
        return _("just now")
    if seconds < HOUR:
        minutes = int(seconds // MINUTE)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    there, today = local(moment, zone).date(), local(present, zone).date()
    if there == today:
        hours = int(seconds // HOUR)
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    if there == today - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": clock_words(moment, zone)}
    return moment_words(moment, zone)


def span_words(seconds: float) -> str:
    """A length of time, rounded down: `35 menit`, `4 jam`, `9 hari`."""
    if seconds < HOUR:
        minutes = max(1, int(seconds // MINUTE))
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if seconds < 48 * HOUR:
        hours = int(seconds // HOUR)
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    days = int(seconds // (24 * HOUR))
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def number_words(number: int | float, decimals: int | None = None) -> str:
    """A number with the language's own marks: `48.213`, `0,84`."""
    return formats.number_format(number, decimals, use_l10n=True, force_grouping=True)


def _as_day(day: date | datetime, zone: tzinfo | None) -> date:
    return local(day, zone).date() if isinstance(day, datetime) else day
