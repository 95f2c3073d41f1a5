"""Receipts: offline proofs of one entry, c2sp.org/tlog-proof. What stands in `extra` is shown in `docs/record.md`."""

from __future__ import annotations

import base64
from typing import Any

from tanggap.base.crypto import canonical
from tanggap.proof.proofs import LogProof, write_proof
from tanggap.proof.tree import prove_inclusion
from tanggap.records.models import Entry
from tanggap.records.queries import newest_checkpoint, stored_nodes


def public_receipt(entry: Entry) -> str | None:
    """The receipt that anybody may have; `extra` is the leaf. None until a published checkpoint covers the entry."""
    return _receipt(entry, bytes(entry.leaf))


def personal_receipt(entry: Entry, salt: bytes, payload: dict[str, Any]) -> str | None:
    """The receipt for the person alone: `extra` also carries salt and payload. None until a checkpoint covers it."""
    extra = {
        "leaf": base64.b64encode(bytes(entry.leaf)).decode(),
        "salt": base64.b64encode(salt).decode(),
        "payload": payload,
    }
    return _receipt(entry, canonical(extra))


def _receipt(entry: Entry, extra: bytes) -> str | None:
    checkpoint = newest_checkpoint()
    if checkpoint is None or entry.index is None or entry.index >= checkpoint.size:
        return None
    path = prove_inclusion(entry.index, checkpoint.size, stored_nodes())
    return write_proof(LogProof(entry.index, path, checkpoint.note, extra))
