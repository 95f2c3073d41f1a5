"""Files are what their bytes say, kept under names of our own, and refused in words."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pytest_django import Settings

from tanggap.files.actions import MOST_BYTES, NewFile, store_files
from tanggap.files.errors import NotTaken, TooLarge
from tanggap.files.models import StoredFile

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_picture_is_kept_with_its_digest_under_a_name_of_our_own() -> None:
    [stored] = store_files([NewFile("../../logo dinas.png", PNG)])
    assert stored.name == "logo dinas.png"
    assert stored.sha256 == hashlib.sha256(PNG).hexdigest()
    assert stored.content.name == f"{stored.public_id[:2]}/{stored.public_id}.png"
    with stored.content.open() as kept:
        assert kept.read() == PNG


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PNG, "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp")],
)
def test_the_kind_comes_from_the_bytes_whatever_the_name(content: bytes, kind: str) -> None:
    [stored] = store_files([NewFile("logo.exe", content)])
    assert stored.content_type == kind


@pytest.mark.parametrize("content", [b"", b"<svg onload=alert(1)>", b"MZ\x90\0", b"GIF89a", b"RIFF\0\0\0\0AVI "])
def test_other_kinds_are_refused_whatever_the_name(content: bytes) -> None:
    with pytest.raises(NotTaken):
        store_files([NewFile("logo.png", content)])


def test_a_file_that_is_too_large_is_refused_in_words() -> None:
    with pytest.raises(TooLarge, match="1 MB"):
        store_files([NewFile("logo.png", PNG + b"0" * MOST_BYTES)])


def test_one_bad_file_keeps_all_of_them_out(storage: Path) -> None:
    with pytest.raises(NotTaken):
        store_files([NewFile("a.png", PNG), NewFile("b.png", b"no picture")])
    assert not StoredFile.objects.exists()
    assert list(storage.iterdir()) == []
