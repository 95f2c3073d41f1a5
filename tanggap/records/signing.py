"""Documents that the log's key signs beside checkpoints, such as the register."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tanggap.base.masterkey import unwrap
from tanggap.records.queries import log_keys, the_log


def sign_document(document: bytes) -> tuple[str, str]:
    """Ed25519 over the bytes by the log's first key: the signature in base64, and the key as a vkey. Raises NoLog.

    A document is JSON and begins with a brace, so it can never be taken for a checkpoint, which begins with an origin.
    """
    log = the_log()
    key = log.keys.order_by("id")[0]
    signature = Ed25519PrivateKey.from_private_bytes(unwrap(bytes(key.wrapped))).sign(document)
    return base64.b64encode(signature).decode(), log_keys(log)[0].vkey
