"""Days as people say them, in every language of a pack."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, get_day_names
from django.conf import settings

from tanggap.rules.calendar import office_day


def spoken_date(moment: datetime | date, language: str) -> str:
    """A day in full in the office's zone: `Selasa, 3 Maret 2026`, Sundanese `Salasa, 3 Maret 2026`."""
    day = office_day(moment) if isinstance(moment, datetime) else moment
    return _spoken(day, language)


def weekday_name(weekday: int, language: str) -> str:
    """The name of a day of the week; Monday is 0."""
    return str(get_day_names("wide", "stand-alone", _locale(language))[weekday])


@lru_cache(maxsize=1024)
def _spoken(day: date, language: str) -> str:
    return format_date(day, "EEEE, d MMMM y", _locale(language))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(settings.LANGUAGE_CODE.replace("-", "_"))
