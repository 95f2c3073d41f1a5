"""Finding what a remote id stands for."""

from __future__ import annotations

from collections.abc import Iterable

from tanggap.threads.actions import key_of
from tanggap.threads.models import RemoteId


def find_remote_ids(network: str, ids: Iterable[str]) -> dict[str, RemoteId]:
    """Known remote ids among `ids`, with their threads, in one query."""
    keys = [key_of(network, remote_id) for remote_id in ids if remote_id]
    if not keys:
        return {}
    found = RemoteId.objects.select_related("thread").filter(key__in=keys, network=network)
    return {row.remote_id: row for row in found}
