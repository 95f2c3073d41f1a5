"""Sealing, canonical JSON and digests: the few primitives under the record and the sealed columns. Needs no Django."""

from __future__ import annotations

import hashlib
import os
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
LARGEST_INT = 2**53
DEEPEST = 50
# RFC 8785 sorts keys by UTF-16 code unit and orjson by code point; below U+E000 the two orders are the same.
FIRST_KEY_REFUSED = "\ue000"


class BadSeal(Exception):
    """Sealed bytes do not open: another key, another context, or they were changed."""


class NotCanonical(ValueError):
    """A value has no canonical form here: a float, a large integer, an odd key, or no JSON at all."""


def new_key() -> bytes:
    """A random key of 32 bytes for `seal`."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, plain: bytes, context: bytes = b"") -> bytes:
    """Encrypt with AES-256-GCM; the random nonce stands in front, the tag behind. `context` must be given again."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes = b"") -> bytes:
    """Open what `seal` made with the same key and context. Raises BadSeal."""
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise BadSeal("too short to be sealed bytes")
    try:
        return AESGCM(key).decrypt(bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:]), context)
    except (InvalidTag, ValueError) as error:
        raise BadSeal("the key, the context or the bytes do not match") from error


def canonical(obj: Any) -> bytes:
    """Canonical JSON by RFC 8785. Raises NotCanonical where orjson and the standard could differ."""
    _check(obj, 0)
    try:
        return orjson.dumps(obj, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONEncodeError, TypeError) as error:
        raise NotCanonical(str(error)) from error


def digest_of(salt: bytes, payload: dict[str, Any]) -> str:
    """The public digest of a private payload: `sha256:` and hex of SHA-256 over salt ‖ JCS(payload)."""
    return "sha256:" + hashlib.sha256(salt + canonical(payload)).hexdigest()


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise NotCanonical("nested too deeply")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or (not key.isascii() and max(key) >= FIRST_KEY_REFUSED):
                raise NotCanonical("a key must be text with characters below U+E000")
            if item is not None and type(item) is not str:
                _check(item, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, int) and not isinstance(value, bool):
        if not -LARGEST_INT < value < LARGEST_INT:
            raise NotCanonical("an integer of 2^53 or more has no canonical form")
    elif value is not None and not isinstance(value, (str, bool)):
        raise NotCanonical(f"a {type(value).__name__} has no canonical form")
