"""The entry that a changed calendar makes in the record: deadlines depend on it."""

from __future__ import annotations

from datetime import date, datetime

from tanggap.records.acts import Act
from tanggap.records.fields import declare

declare("calendar.changed", working=bool)


def calendar_changed(day: date, is_working: bool | None, at: datetime, mandate: str | None) -> Act:
    """A day became free or worked by decree; `working` is null when the calendar of the country counts again."""
    return Act("calendar.changed", at, f"day:{day.isoformat()}", mandate=mandate, public={"working": is_working})
