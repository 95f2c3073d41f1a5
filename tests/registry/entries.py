"""What the record holds, as tests compare it."""

from __future__ import annotations

from typing import Any

from tanggap.records.models import Entry


def types() -> list[str]:
    """The types of all entries, in order."""
    return list(Entry.objects.order_by("id").values_list("type", flat=True))


def newest(kind: str) -> dict[str, Any]:
    """The newest leaf of a type."""
    return Entry.objects.filter(type=kind).latest("id").facts
