"""What the pages' tests share: a client for pages, and the loop's local steps by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def settle(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Read what arrived, open its cases, and give every entry its place in the record."""
    from tanggap.cases.steps import file_edits, file_posts
    from tanggap.inbox.steps import read_arrivals, understand
    from tanggap.metrics.steps import measure
    from tanggap.records.actions import integrate_entries, publish_checkpoint

    monkeypatch.setattr("tanggap.records.actions.BETWEEN_CHECKPOINTS", timedelta(0))

    def run() -> None:
        for step in (read_arrivals, understand, file_posts, file_edits, integrate_entries):
            step(1000)
        publish_checkpoint()
        measure(1000)

    return run


@pytest.fixture
def busy(office: Any) -> Any:
    """Two agencies that have been asked and have answered, enough of each for a share."""
    from tanggap.metrics.models import CaseFact, DayCount
    from tanggap.metrics.queries import period

    start, _end = period()
    for agency, asked, answered in ((office.pu.public_id, 12, 9), (office.dishub.public_id, 8, 5)):
        for n in range(asked):
            hours = (n + 2) * 3 if n < answered else None
            CaseFact.objects.create(
                subject=f"case:{agency}:{n}",
                agency=agency,
                kind="complaint",
                network="activitypub",
                received=start,
                answer_due=start + timedelta(hours=20),
                answered=None if hours is None else start + timedelta(hours=hours),
                waited=None if hours is None else hours * 3600,
            )
        sums = {"received": asked + 6, "opened": asked, "replied": 2, "answered": answered, "published": 4}
        DayCount.objects.bulk_create(DayCount(day=start, agency=agency, what=w, count=n) for w, n in sums.items())
    return office
