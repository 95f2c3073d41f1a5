"""The shipped word lists, compiled once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tanggap.inbox.text import Lexicon, Reading, read_text, vocabulary

SHIPPED = Path(__file__).parent.parent.parent.parent / "tanggap" / "rules" / "packs" / "words-id.toml"
LISTS: Mapping[str, Any] = tomllib.loads(SHIPPED.read_text())
VOCABULARY = vocabulary(LISTS)
NO_KEYWORDS = Lexicon({})


def read(text: str, hint: str = "") -> Reading:
    """What is understood of a text by the shipped lists."""
    return read_text(text, VOCABULARY, NO_KEYWORDS, hint)


@pytest.fixture
def lists() -> Mapping[str, Any]:
    return LISTS


# Invented, and as long as posts are.
POSTS_OF_A_DAY = [
    "Selamat pagi, mohon maaf mengganggu. Lampu jalan di depan gang Melati RT 3 sudah dua minggu mati, kalau malam "
    "gelap sekali dan anak-anak takut lewat. Sudah lapor ke kelurahan tapi belum ada tindak lanjut. Terima kasih.",
    "min kapan sih jalan kenari diaspal, udah bolong2 semua, kemaren tetangga jatoh gara2 lubang depan warung",
    "banyune butheg wiwit wingi, ora iso dinggo masak, kapan didandani pak? wis lapor ping telu kok durung ana "
    "sing teka",
    "bade naros, upami ngadamel KTP énggal teh kedah kamana nya? ka kelurahan heula atanapi tiasa langsung ka dinas",
    "The drain on Melati street is blocked again and the water smells. We reported it last month and nobody came.",
]
