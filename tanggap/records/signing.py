"""Other documents of the government that the log's key vouches for, such as the register of accounts."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tanggap.base.masterkey import unwrap
from tanggap.records.queries import log_keys, the_log


def sign_document(text: bytes) -> tuple[str, str]:
    """Sign canonical JSON with the log's first key; returns the signature in base64 and the verifier key.

    Raises NoLog before `init`, ValueError for anything but an object: a checkpoint begins with its origin, so a
    signature over `{…` can never pass for one.
    """
    if not text.startswith(b"{"):
        raise ValueError("only a JSON object is signed with the log's key")
    log = the_log()
    private = Ed25519PrivateKey.from_private_bytes(unwrap(bytes(log.keys.order_by("id")[0].wrapped)))
    return base64.b64encode(private.sign(text)).decode(), log_keys(log)[0].vkey
