"""Entries of sealed cases: held until midnight, shuffled, with nothing but their date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tanggap.records.actions import append_entries
from tanggap.records.acts import Act
from tanggap.records.errors import NotForTheRecord
from tanggap.records.models import Entry
from tanggap.records.queries import receipt_due
from tanggap.records.receipts import public_receipt
from tanggap.records.steps import sequence
from tests.records.moments import MIDNIGHT, NOON

Append = Callable[..., list[int]]


@pytest.fixture
def hold(append: Append) -> Append:
    """Append acts of sealed cases."""
    return lambda count, **changes: append(count, agency=None, hold=True, **changes)


def test_the_leaf_names_the_local_day_only(hold: Append) -> None:
    hold(1, time=datetime(2026, 11, 23, 18, 30, 12, tzinfo=UTC))
    entry = Entry.objects.get()
    assert entry.facts["time"] == "2026-11-24"
    assert entry.time == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def test_it_waits_for_midnight_where_the_government_is(hold: Append, clock: Any) -> None:
    hold(3)
    clock.move_to(datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC))
    assert sequence(100) == 0
    clock.move_to(MIDNIGHT)
    assert sequence(100) == 3


def test_a_day_comes_in_no_order(hold: Append, clock: Any) -> None:
    ids = hold(60)
    clock.move_to(MIDNIGHT)
    sequence(100)
    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == list(range(60))
    assert list(Entry.objects.order_by("index").values_list("id", flat=True)) != ids


def test_a_day_larger_than_a_batch_is_spread_over_batches(hold: Append, clock: Any) -> None:
    hold(25)
    clock.move_to(MIDNIGHT)
    assert [sequence(10) for _ in range(4)] == [10, 10, 5, 0]
    assert set(Entry.objects.values_list("index", flat=True)) == set(range(25))


def test_others_do_not_wait_for_it(append: Append, hold: Append, clock: Any) -> None:
    hold(2)
    append(2)
    assert sequence(100) == 2
    clock.move_to(MIDNIGHT)
    append(1)
    assert sequence(100) == 3
    assert Entry.objects.get(index=2).held_until is None


def test_it_says_from_when_it_has_a_receipt(hold: Append, append: Append, clock: Any) -> None:
    hold(1)
    assert receipt_due(Entry.objects.get()) == MIDNIGHT
    assert public_receipt(Entry.objects.get()) is None
    clock.move_to(MIDNIGHT)
    sequence(100)
    assert receipt_due(Entry.objects.get()) is None
    assert public_receipt(Entry.objects.get())


@pytest.mark.parametrize("leak", [{"agency": "pu"}, {"mandate": "m"}, {"public": {"network": "sms"}}])
def test_nothing_that_points_to_the_case_may_be_public(leak: dict[str, Any], log: Any) -> None:
    with pytest.raises(NotForTheRecord, match="sealed"):
        append_entries([Act("thing.happened", NOON, "sealed:1", hold=True, **leak)])
