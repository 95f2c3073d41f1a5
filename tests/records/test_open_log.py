"""Opening the log: once, under one origin, for ever."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tanggap.base.masterkey import unwrap
from tanggap.proof.checkpoints import read_tree_head
from tanggap.proof.notes import NoteKey, read_note, read_vkey, signed_by
from tanggap.proof.tree import EMPTY_ROOT
from tanggap.records.actions import open_log
from tanggap.records.errors import NoLog, OriginIsFixed
from tanggap.records.models import Checkpoint, Log, LogKey
from tanggap.records.queries import the_log

pytestmark = pytest.mark.django_db


def test_the_empty_tree_is_published_at_once(log: Log, key: NoteKey) -> None:
    note = read_note(Checkpoint.objects.get().note.encode())
    assert signed_by(note, [key]) == [key]
    assert read_tree_head(note.text).root == EMPTY_ROOT


def test_the_key_is_named_like_the_origin(key: NoteKey) -> None:
    assert read_vkey(key.vkey).name == "kota.example/log"


def test_the_private_key_is_kept_under_the_master_key(log: Log, key: NoteKey) -> None:
    wrapped = bytes(LogKey.objects.get().wrapped)
    private = unwrap(wrapped)
    assert Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw() == key.public
    assert private not in wrapped
    assert base64.b64encode(private) not in wrapped


def test_opening_it_again_changes_nothing(log: Log) -> None:
    assert open_log("kota.example/log") == log
    assert (Log.objects.count(), LogKey.objects.count(), Checkpoint.objects.count()) == (1, 1, 1)


def test_the_origin_never_changes(log: Log) -> None:
    with pytest.raises(OriginIsFixed):
        open_log("lain.example/log")
    assert Log.objects.get().origin == "kota.example/log"


@pytest.mark.parametrize("origin", ["", "kota example", "kota+log", "kota\n"])
def test_an_origin_that_cannot_name_a_key_is_refused(origin: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        open_log(origin)
    assert Log.objects.count() == 0


def test_without_a_log_everybody_is_told_to_begin() -> None:
    with pytest.raises(NoLog, match="tanggap init"):
        the_log()
