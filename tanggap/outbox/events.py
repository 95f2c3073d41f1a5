"""The entries that deliveries make in the record."""

from __future__ import annotations

from datetime import datetime

from tanggap.records.acts import Act
from tanggap.records.fields import declare

declare("message.delivered", message=str)


def message_delivered(subject: str, message: str, agency: str | None, at: datetime, *, hold: bool) -> Act:
    """An answer reached its thread; the case is the subject, the message is named by its random id."""
    if hold:
        return Act("message.delivered", at, subject, hold=True)
    return Act("message.delivered", at, subject, agency=agency, public={"message": message})
