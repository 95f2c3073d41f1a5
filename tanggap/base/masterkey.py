"""The installation's master key, which wraps every other key before it is stored."""

from __future__ import annotations

import base64
import binascii
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tanggap.base.crypto import KEY_BYTES, new_key, seal, unseal

CONTEXT = b"tanggap wrapped key v1"


def wrap(key: bytes) -> bytes:
    """Seal a key under the master key, for storing."""
    return seal(_master(settings.MASTER_KEY), key, CONTEXT)


def unwrap(blob: bytes) -> bytes:
    """Open a wrapped key. Raises BadSeal when it was wrapped under another master key."""
    return unseal(_master(settings.MASTER_KEY), bytes(blob), CONTEXT)


def new_master_key() -> str:
    """A fresh master key in the form in which the setting MASTER_KEY holds it."""
    return base64.urlsafe_b64encode(new_key()).decode()


@lru_cache(maxsize=4)
def _master(text: str) -> bytes:
    try:
        key = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured("TANGGAP_MASTER_KEY must be 32 bytes in url-safe base64; `tanggap init` makes one")
    return key
