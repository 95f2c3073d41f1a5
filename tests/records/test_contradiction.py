"""A database that contradicts what was published: the log stops, says so and signs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tanggap.config.checks import has_true_record
from tanggap.proof.notes import NoteKey
from tanggap.records import steps
from tanggap.records.copies import newest_copy
from tanggap.records.errors import LogContradiction
from tanggap.records.models import Checkpoint, Entry, Log, Tile
from tanggap.records.steps import sequence

Append = Callable[..., list[int]]


@pytest.fixture
def published(append: Append, clock: Any) -> Append:
    """Five entries, published; a second has passed since."""
    append(5)
    sequence(100)
    clock.shift(1)
    return append


def put_back() -> None:
    """What an old backup of the database makes of everything."""
    log = Log.objects.get()
    Checkpoint.objects.filter(size__gt=0).delete()
    Tile.objects.all().delete()
    Entry.objects.all().delete()
    Log.objects.update(size=0, root=Checkpoint.objects.get().root)
    assert log.size == 5
    steps._trusted = None


def test_a_database_that_was_put_back_is_noticed_at_the_start(published: Append) -> None:
    put_back()
    published(2)
    with pytest.raises(LogContradiction, match="put back"):
        sequence(100)
    assert Entry.objects.filter(index=None).count() == 2
    assert Checkpoint.objects.count() == 1


def test_a_database_that_was_put_back_and_went_on_is_noticed_too(published: Append) -> None:
    put_back()
    published(7, agency="lain")
    steps._trusted = steps.connection.connection
    for _ in range(2):
        with pytest.raises(LogContradiction, match="another tree"):
            sequence(100)
    assert Checkpoint.objects.count() == 1


def test_a_database_behind_its_own_checkpoint_is_noticed(published: Append) -> None:
    Log.objects.update(size=4)
    steps._trusted = None
    with pytest.raises(LogContradiction):
        sequence(100)


@pytest.mark.parametrize("change", [{"size": 6}, {"origin": "lain.example/log"}])
def test_a_head_that_somebody_changed_is_not_signed(change: dict[str, Any], published: Append) -> None:
    published(1)
    Log.objects.update(**change)
    with pytest.raises(LogContradiction):
        sequence(100)
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [0, 5]


def test_a_tile_that_somebody_changed_is_not_signed(published: Append) -> None:
    tile = Tile.objects.get(level=0)
    Tile.objects.update(hashes=bytes(32) + bytes(tile.hashes)[32:])
    published(1)
    with pytest.raises(LogContradiction):
        sequence(100)


def test_the_operator_is_told(published: Append, caplog: pytest.LogCaptureFixture, capsys: Any) -> None:
    put_back()
    with pytest.raises(LogContradiction):
        sequence(100)
    assert "record_contradiction" in capsys.readouterr().out + caplog.text


def test_the_doctor_sees_it_too(published: Append) -> None:
    assert has_true_record().is_well
    put_back()
    finding = has_true_record()
    assert not finding.is_well
    assert "5 entries were published and the database has 0" in finding.says


def test_without_its_copy_the_log_goes_on(published: Append, key: NoteKey) -> None:
    remove_copies(key)
    published(1)
    assert sequence(100) == 1
    assert newest(key) == 6


def test_a_copy_that_was_cut_short_leaves_the_other_one(published: Append, key: NoteKey, clock: Any) -> None:
    published(1)
    sequence(100)
    assert newest(key) == 6
    for name in ("checkpoint-a", "checkpoint-b"):
        path = f"record/{key.key_id.hex()}/{name}"
        if b"\n6\n" in default_storage.open(path).read():
            default_storage.delete(path)
            default_storage.save(path, ContentFile(b"kota.example/log\n6\n"))
    assert newest(key) == 5
    clock.shift(1)
    published(1)
    sequence(100)
    assert newest(key) == 7


def newest(key: NoteKey) -> int:
    """The size of the newest copy."""
    head = newest_copy(key)
    return head.size if head else -1


def remove_copies(key: NoteKey) -> None:
    """Lose what is kept outside the database."""
    for name in ("checkpoint-a", "checkpoint-b"):
        default_storage.delete(f"record/{key.key_id.hex()}/{name}")
