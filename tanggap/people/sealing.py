"""Personal payloads of the record, sealed under their person's key. Every digest has a salt of its own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import Any

import orjson
from django.db.models import prefetch_related_objects

from tanggap.base.crypto import canonical, seal, unseal
from tanggap.base.masterkey import unwrap
from tanggap.people.errors import KeyDestroyed
from tanggap.people.models import Citizen
from tanggap.records.acts import SealedPayload

SALT_BYTES = 32


def seal_payloads(items: Sequence[tuple[Citizen, dict[str, Any]]]) -> list[SealedPayload]:
    """Seal each payload for its citizen, in order. Raises KeyDestroyed; then nothing was sealed."""
    prefetch_related_objects([citizen for citizen, _ in items], "key")
    return seal_under([(citizen.key_id, citizen.key.wrapped, payload) for citizen, payload in items])


def seal_under(items: Sequence[tuple[int, bytes | memoryview | None, dict[str, Any]]]) -> list[SealedPayload]:
    """The same where a key's id and its wrapped form are at hand. Raises KeyDestroyed; then nothing was sealed."""
    opened = {key_id: _open_key(wrapped) for key_id, wrapped, _ in items}
    return [_seal(key_id, opened[key_id], payload) for key_id, _, payload in items]


def open_payload(citizen: Citizen, sealed: bytes) -> tuple[bytes, dict[str, Any]]:
    """The salt and the payload of a sealed one. Raises KeyDestroyed, BadSeal."""
    plain = unseal(_open_key(citizen.key.wrapped), sealed)
    return plain[:SALT_BYTES], orjson.loads(plain[SALT_BYTES:])


def _open_key(wrapped: bytes | memoryview | None) -> bytes:
    if wrapped is None:
        raise KeyDestroyed()
    return unwrap(bytes(wrapped))


def _seal(key_id: int, key: bytes, payload: dict[str, Any]) -> SealedPayload:
    # The digest is `digest_of(salt, payload)`, without making the canonical form twice.
    plain = os.urandom(SALT_BYTES) + canonical(payload)
    return SealedPayload(key_id=key_id, digest="sha256:" + hashlib.sha256(plain).hexdigest(), sealed=seal(key, plain))
