"""Looking for words in the whole database: every column of every table, and what is sealed in the record."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models


def places_of(marker: str) -> set[str]:
    """The columns, as `room.Model.column`, in which the words can be read by whoever holds database and keys."""
    found = set()
    for model in apps.get_models():
        for row in model._default_manager.values():
            found |= {f"{model._meta.label}.{name}" for name, value in row.items() if marker in _readable(value)}
    return found | _sealed_places(marker)


def _readable(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def _sealed_places(marker: str) -> set[str]:
    from tanggap.people.models import Citizen
    from tanggap.people.sealing import open_payload
    from tanggap.records.models import Payload

    citizens: dict[int, Any] = {citizen.key_id: citizen for citizen in Citizen.objects.select_related("key")}
    payloads: models.QuerySet[Payload] = Payload.objects.select_related("entry")
    return {
        f"payload of {payload.entry.type}"
        for payload in payloads
        if marker in str(open_payload(citizens[payload.key_id], bytes(payload.sealed))[1])
    }
