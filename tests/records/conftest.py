"""A log of its own for each test, and types of entry that only tests know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from tanggap.proof.notes import NoteKey
from tests.records.moments import NOON

# Django is not ready yet when this file is read, so models are imported where they are used.
if TYPE_CHECKING:
    from tanggap.records.models import Log


@pytest.fixture(autouse=True)
def known_types(monkeypatch: pytest.MonkeyPatch) -> None:
    """`thing.happened` with a text and a number."""
    from tanggap.records import fields, steps

    monkeypatch.setitem(fields._declared, "thing.happened", {"network": str, "count": int})
    monkeypatch.setattr(steps, "_trusted", None)


@pytest.fixture
def clock() -> Iterator[Any]:
    """Noon in Jakarta; the hour moves only when a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def log(db: None, clock: Any) -> Log:
    """The installation's log, open and empty; its empty tree is published."""
    from tanggap.records.actions import open_log

    opened = open_log("kota.example/log")
    clock.shift(2)
    return opened


@pytest.fixture
def key(log: Log) -> NoteKey:
    """The log's public key."""
    from tanggap.records.queries import log_keys

    return log_keys(log)[0]


@pytest.fixture
def append(log: Log) -> Callable[..., list[int]]:
    """Append so many acts about numbered things."""
    from tanggap.records.actions import append_entries
    from tanggap.records.acts import Act

    def append_some(count: int, **changes: Any) -> list[int]:
        values = {"type": "thing.happened", "time": NOON, "agency": "pu", **changes}
        return append_entries([Act(subject=f"thing:{number}", **values) for number in range(count)])

    return append_some
