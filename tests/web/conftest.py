"""What the pages' tests share: a client for pages, and the loop's local steps by hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A real browser for the tests of one file."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield opened
        opened.close()


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
