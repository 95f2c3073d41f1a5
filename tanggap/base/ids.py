"""Public ids, tracking ids and secrets. None can be guessed; only a `timely_id` says something: when it was made.

Needs no Django.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time

# Crockford's base32: no I, L, O or U, so that a number read aloud or from paper is hard to mistake.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Two characters at a time: every post draws several ids.
_PAIRS = [first + second for first in CROCKFORD for second in CROCKFORD]
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = re.compile(r"[\s\-‐-―−_.]+")
_TRACKING = re.compile(f"[{CROCKFORD}]{{8}}")


def tracking_id() -> str:
    """A case's public name: eight random Crockford characters (40 bit) in two groups, `7Q2M-4K9X`."""
    drawn = _base32(secrets.randbits(40), 4)
    return f"{drawn[:4]}-{drawn[4:]}"


def read_tracking_id(text: str) -> str | None:
    """The tracking id that somebody meant to type, or None when it cannot be one."""
    if len(text) > 100:
        return None
    plain = _SEPARATORS.sub("", text.strip().lstrip("#")).upper().translate(_MISREAD)
    return f"{plain[:4]}-{plain[4:]}" if _TRACKING.fullmatch(plain) else None


def public_id() -> str:
    """A random public id of 128 bits: 26 lower-case base32 characters."""
    return _base32(secrets.randbits(128), 13).lower()


def timely_id() -> str:
    """A public id that begins with its millisecond, for what tells its time anyway: 80 of its bits are random.

    Such ids come to lie beside each other in an index, where random ones cost a page each once the store is large.
    Never for what is sealed, whose time nobody may learn.
    """
    return _base32(time.time_ns() // 1_000_000 << 80 | secrets.randbits(80), 13).lower()


def secret() -> str:
    """A random url-safe secret of 192 bits, for links that open something private."""
    return secrets.token_urlsafe(24)


def hash_secret(secret: str) -> bytes:
    """What is stored of a secret: its SHA-256. Enough, because a secret has far more bits than a guesser has tries."""
    return hashlib.sha256(secret.encode()).digest()


def _base32(number: int, pairs: int) -> str:
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(10 * (pairs - 1), -1, -10)])
