"""Receipts: true for anybody who holds the log's key and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tanggap.base.crypto import digest_of
from tanggap.proof.notes import NoteKey
from tanggap.proof.proofs import read_proof
from tanggap.proof.verify import check_receipt
from tanggap.records.acts import SealedPayload
from tanggap.records.models import Entry
from tanggap.records.receipts import personal_receipt, public_receipt
from tanggap.records.steps import sequence

Append = Callable[..., list[int]]

SALT, WORDS = bytes(range(32)), {"text": "Lampu jalan mati sejak Senin"}


@pytest.mark.parametrize("count", [1, 2, 255, 256, 257, 600])
def test_every_entry_of_a_published_tree_has_a_true_receipt(count: int, append: Append, key: NoteKey) -> None:
    append(count)
    sequence(1000)
    for index in {0, count // 2, count - 1}:
        proven = check_receipt((public_receipt(Entry.objects.get(index=index)) or "").encode(), [key])
        assert (proven.index, proven.head.size, proven.entry["subject"]) == (index, count, f"thing:{index}")


def test_the_public_receipt_carries_the_leaf_alone(append: Append) -> None:
    append(2, private=sealed())
    sequence(100)
    entry = Entry.objects.get(index=1)
    assert read_proof((public_receipt(entry) or "").encode()).extra == bytes(entry.leaf)


def test_there_is_none_before_a_checkpoint_covers_the_entry(append: Append, clock: Any) -> None:
    append(1)
    assert public_receipt(Entry.objects.get()) is None
    sequence(100)
    append(1)
    sequence(100)
    late = Entry.objects.get(index=1)
    assert public_receipt(late) is None
    assert personal_receipt(late, SALT, WORDS) is None
    clock.shift(1)
    sequence(100)
    assert public_receipt(late)


def test_an_old_entry_is_proven_in_the_newest_tree(append: Append, key: NoteKey, clock: Any) -> None:
    for _ in range(3):
        append(200)
        sequence(1000)
        clock.shift(1)
    proven = check_receipt((public_receipt(Entry.objects.get(index=3)) or "").encode(), [key])
    assert proven.head.size == 600


def test_the_personal_receipt_proves_the_words(append: Append, key: NoteKey) -> None:
    append(1, private=sealed())
    sequence(100)
    receipt = personal_receipt(Entry.objects.get(), SALT, WORDS)
    assert check_receipt((receipt or "").encode(), [key]).private == WORDS


def sealed() -> SealedPayload:
    """A payload whose digest is that of the words."""
    return SealedPayload(1, digest_of(SALT, WORDS), b"sealed")
