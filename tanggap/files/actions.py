"""The only writers of this room's tables and of Django's storage."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.ids import public_id
from tanggap.files.errors import NotTaken, TooLarge
from tanggap.files.models import StoredFile

MOST_BYTES = 1_000_000
# By their first bytes; SVG is left out because it can carry scripts.
_BEGINNINGS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file as it was handed over."""

    name: str
    content: bytes


def store_files(files: Sequence[NewFile]) -> list[StoredFile]:
    """Keep files under names of our own; nothing is kept if one of them is refused. Raises FileRefused."""
    at = now()
    rows = [_checked(file) for file in files]
    for row, file in zip(rows, files, strict=True):
        row.stored_at = at
        row.content.name = default_storage.save(row.content.name, ContentFile(file.content))
    with writing():
        return StoredFile.objects.bulk_create(rows)


def content_type_of(content: bytes) -> str | None:
    """The kind of a file by its first bytes; None for kinds that are not taken."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), None)


def _checked(file: NewFile) -> StoredFile:
    if len(file.content) > MOST_BYTES:
        raise TooLarge(MOST_BYTES / 1_000_000)
    content_type = content_type_of(file.content)
    if content_type is None:
        raise NotTaken()
    name = public_id()
    return StoredFile(
        public_id=name,
        name=file.name.replace("\\", "/").rpartition("/")[2][:200] or name,
        content_type=content_type,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        content=f"{name[:2]}/{name}.{_ENDINGS[content_type]}",
    )
