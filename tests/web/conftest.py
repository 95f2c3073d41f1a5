"""What the pages' tests share: a client for pages, and the loop's local steps by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def settle(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Read what arrived, open its cases, and give every entry its place in the record."""
    from tanggap.cases.steps import file_posts
    from tanggap.inbox.steps import read_arrivals, understand
    from tanggap.metrics.steps import measure
    from tanggap.records.actions import integrate_entries, publish_checkpoint

    monkeypatch.setattr("tanggap.records.actions.BETWEEN_CHECKPOINTS", timedelta(0))

    def run() -> None:
        for step in (read_arrivals, understand, file_posts, integrate_entries):
            step(1000)
        publish_checkpoint()
        measure(1000)

    return run
