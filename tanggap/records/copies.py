"""A copy of the newest checkpoint outside the database.

A database that was put back to an earlier state has also forgotten what it published since. This copy has not, so the
log notices before it gives the same places to other entries. Two files take turns: one is whole whatever crashes.
"""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tanggap.proof.checkpoints import TreeHead, read_tree_head
from tanggap.proof.errors import ProofError
from tanggap.proof.notes import NoteKey, read_note, signed_by

NAMES = ("checkpoint-a", "checkpoint-b")


def newest_copy(key: NoteKey) -> TreeHead | None:
    """The largest tree head, signed by this key, that was kept outside the database."""
    return max(filter(None, _read_both(key)), key=lambda head: head.size, default=None)


def keep_copy(key: NoteKey, note: str) -> None:
    """Keep a signed checkpoint outside the database, in place of the older of the two."""
    sizes = [head.size if head else -1 for head in _read_both(key)]
    path = _path(key, NAMES[sizes.index(min(sizes))])
    default_storage.delete(path)
    default_storage.save(path, ContentFile(note.encode()))


def _read_both(key: NoteKey) -> list[TreeHead | None]:
    return [_read(key, name) for name in NAMES]


def _read(key: NoteKey, name: str) -> TreeHead | None:
    try:
        with default_storage.open(_path(key, name)) as file:
            note = read_note(file.read())
        return read_tree_head(note.text) if signed_by(note, [key]) else None
    except (FileNotFoundError, ProofError):
        # Not there yet, or cut short by a crash: then the other one is whole.
        return None


def _path(key: NoteKey, name: str) -> str:
    return f"record/{key.key_id.hex()}/{name}"
