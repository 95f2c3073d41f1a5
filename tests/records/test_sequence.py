"""The sequencer: order, integrate, publish; whatever crashes, what was published stays true."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from tanggap.proof.checkpoints import read_tree_head
from tanggap.proof.notes import NoteKey, read_note, signed_by
from tanggap.proof.tree import check_consistency
from tanggap.records import actions
from tanggap.records.actions import integrate_entries, publish_checkpoint
from tanggap.records.errors import FenceLost
from tanggap.records.models import Checkpoint, Entry, Log, Tile
from tanggap.records.steps import sequence
from tests.proof.naive import mth, subproof

Append = Callable[..., list[int]]


def test_entries_get_their_places_in_the_order_of_arrival(append: Append) -> None:
    ids = append(5) + append(5)
    assert sequence(100) == 10
    assert list(Entry.objects.order_by("index").values_list("index", "id")) == list(enumerate(ids))


def test_a_step_takes_no_more_than_it_may(append: Append) -> None:
    append(25)
    assert [sequence(10) for _ in range(4)] == [10, 10, 5, 0]
    assert set(Entry.objects.values_list("index", flat=True)) == set(range(25))


@pytest.mark.parametrize("batches", [[1], [255, 1, 1], [256], [257], [300, 300], [700]])
def test_the_tree_is_the_one_that_rfc_6962_makes_of_the_leaves(batches: list[int], append: Append) -> None:
    for batch in batches:
        append(batch)
        sequence(1000)
    log = Log.objects.get()
    assert (log.size, bytes(log.root)) == (sum(batches), mth(leaves()))


def test_the_checkpoint_is_signed_over_the_tree(append: Append, key: NoteKey) -> None:
    append(3)
    sequence(100)
    note = read_note(Checkpoint.objects.get(size=3).note.encode())
    assert signed_by(note, [key]) == [key]
    head = read_tree_head(note.text)
    assert (head.origin, head.size, head.root) == ("kota.example/log", 3, mth(leaves()))


def test_a_checkpoint_comes_at_most_once_a_second(append: Append, clock: Any) -> None:
    for _ in range(5):
        append(1)
        sequence(100)
        clock.shift(0.4)
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [0, 1, 4]


def test_what_was_integrated_too_early_is_published_by_a_later_step_without_work(append: Append, clock: Any) -> None:
    append(1)
    sequence(100)
    append(1)
    sequence(100)
    clock.shift(1)
    assert sequence(100) == 0
    assert Checkpoint.objects.order_by("-size")[0].size == 2


def test_a_clock_that_jumps_back_does_not_silence_the_log(append: Append, clock: Any) -> None:
    append(1)
    clock.shift(-3600)
    sequence(100)
    assert Checkpoint.objects.filter(size=1).exists()


def test_nothing_new_needs_no_checkpoint(log: Log, clock: Any) -> None:
    clock.shift(10)
    assert sequence(100) == 0
    assert publish_checkpoint() is None
    assert Checkpoint.objects.count() == 1


def test_each_checkpoint_continues_the_one_before(append: Append, clock: Any) -> None:
    for batch in (1, 3, 250, 7, 300):
        append(batch)
        sequence(1000)
        clock.shift(1)
    heads = [(c.size, bytes(c.root)) for c in Checkpoint.objects.exclude(size=0).order_by("size")]
    assert [size for size, _ in heads] == [1, 4, 254, 261, 561]
    for (old, old_root), (new, new_root) in pairwise(heads):
        check_consistency(old, new, old_root, new_root, subproof(old, leaves()[:new]))


@pytest.mark.parametrize("point", ["give_next_places", "extend_tiles", "put_tiles", "tree_root"])
def test_a_crash_while_integrating_changes_nothing(point: str, append: Append, monkeypatch: pytest.MonkeyPatch) -> None:
    append(300)
    sequence(280)
    before = state()
    with monkeypatch.context() as patch:
        patch.setattr(actions, point, crash_after(getattr(actions, point)))
        with pytest.raises(ZeroDivisionError):
            sequence(100)
    assert state() == before
    assert sequence(100) == 20
    assert bytes(Log.objects.get().root) == mth(leaves())


@pytest.mark.parametrize("point", ["trusted_log", "sign_note", "keep_copy"])
def test_a_crash_while_publishing_is_made_up_for(
    point: str, append: Append, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    append(3)
    with monkeypatch.context() as patch:
        patch.setattr(actions, point, crash_after(getattr(actions, point)))
        with pytest.raises(ZeroDivisionError):
            sequence(100)
    assert not Checkpoint.objects.filter(size=3).exists()
    append(2)
    clock.shift(1)
    sequence(100)
    assert bytes(Checkpoint.objects.get(size=5).root) == mth(leaves())


def test_a_sequencer_that_was_overtaken_changes_nothing(
    append: Append, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = Log.objects.get()
    append(2)
    sequence(100)
    append(3)
    before = state()
    monkeypatch.setattr(actions, "the_log", lambda locked: stale)
    monkeypatch.setattr(actions, "give_next_places", lambda size, limit: [(0, bytes(32))])
    with pytest.raises(FenceLost):
        integrate_entries(100)
    assert state() == before


def leaves() -> list[bytes]:
    """Every leaf that has its place, in order."""
    placed = Entry.objects.exclude(index=None).order_by("index")
    return [bytes(leaf) for leaf in placed.values_list("leaf", flat=True)]


def state() -> tuple[Any, ...]:
    """What integrating may change."""
    log = Log.objects.get()
    tiles = sorted((t.level, t.number, bytes(t.hashes)) for t in Tile.objects.all())
    return log.size, bytes(log.root), list(Entry.objects.order_by("id").values_list("id", "index")), tiles


def crash_after(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, and then the end of the process as far as it can tell."""

    def crash(*args: Any, **kwargs: Any) -> None:
        function(*args, **kwargs)
        raise ZeroDivisionError

    return crash
