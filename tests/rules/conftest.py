"""The Indonesian pack, and a calendar that forgets what an earlier test added to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def fresh_calendar() -> Iterator[None]:
    from tanggap.rules.calendar import forget_calendar

    forget_calendar()
    yield
    forget_calendar()
