"""What a signed request claims, read before anybody's key is asked: host, time and digest are judged here.

Both schemes share it. The request comes as a mapping like WSGI's environ, since that is the cheapest to read.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache

from tanggap.base.addresses import DEFAULT_PORTS, read_url

WINDOW = 3600  # A signature is refused when older or newer than this many seconds.
EXPIRY_SLACK = 60  # Clocks differ a little; a signer's own `expires` is stretched by no more than this.
LONGEST_HEADER = 8192
MOST_COVERED = 64


class BadSignature(Exception):
    """The request is not signed as it must be. The text is for the log and the sender; it names nobody."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says that they signed this. `bases` are the texts of which the signature must fit one."""

    key_id: str
    scheme: str
    signature: bytes
    bases: tuple[bytes, ...]
    key_kind: str  # "rsa", "ed25519", or "" where the header leaves it to the key


@dataclass(frozen=True, slots=True)
class Arriving:
    """A request as the signature readers need it."""

    meta: Mapping[str, str]
    body: bytes
    hosts: Container[str]  # our own names, lower case, without a default port
    scheme: str  # what the public address begins with: `http` or `https`
    now: float

    @property
    def method(self) -> str:
        """The method as sent, upper case."""
        return self.meta.get("REQUEST_METHOD", "GET")

    @property
    def host(self) -> str:
        """The Host header in lower case, without the scheme's default port."""
        return bare_host(self.meta.get("HTTP_HOST", ""), self.scheme)

    def targets(self) -> tuple[str, ...]:
        """Path and query as they may have been signed: WSGI has undone the escapes, and `@` is sent either way."""
        query = self.meta.get("QUERY_STRING", "")
        path = self.meta.get("PATH_INFO", "/")
        tail = f"?{query}" if query else ""
        if "@" not in path:
            return (path + tail,)
        return (path + tail, path.replace("@", "%40") + tail)


def header(meta: Mapping[str, str], name: str) -> str | None:
    """The value of a header by its lower-case name, without white space around it."""
    value = meta.get(_meta_key(name))
    return value.strip() if value is not None else None


@lru_cache(maxsize=256)
def _meta_key(name: str) -> str:
    key = name.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def bare_host(host: str, scheme: str) -> str:
    """A host in lower case, without the port that its scheme implies."""
    host = host.strip().lower()
    return host.removesuffix(":443" if scheme == "https" else ":80")


def check_host(request: Arriving) -> None:
    """Refuse a request that was signed for somebody else's host and carried here."""
    if request.host not in request.hosts:
        raise BadSignature("signed for another host")


def check_time(seconds: float, now: float) -> None:
    """Refuse what is older or newer than the window."""
    if not now - WINDOW <= seconds <= now + WINDOW:
        raise BadSignature("signed too long ago or in the future")


def check_expiry(expires: str | None, now: float) -> None:
    """Refuse what its own signer lets end before now."""
    if expires is not None and whole_seconds(expires) < now - EXPIRY_SLACK:
        raise BadSignature("the signature has expired")


def whole_seconds(value: str) -> int:
    """A Unix time in whole seconds, as both schemes write it."""
    if not value.isascii() or not value.isdigit() or len(value) > 12:
        raise BadSignature("a time that is no whole number of seconds")
    return int(value)


@lru_cache(maxsize=512)
def http_date(value: str) -> float:
    """Seconds of an HTTP date (RFC 9110 §5.6.7); a time without a zone is taken as UTC."""
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError, AttributeError) as error:
        raise BadSignature("a date that cannot be read") from error


def digest_matches(algorithm: str, value: str, body: bytes) -> bool | None:
    """Whether a digest in base64 is the body's; None for an algorithm that is not judged here."""
    name = algorithm.strip().lower()
    if name == "sha-256":
        return value.strip() == b64encode(hashlib.sha256(body).digest()).decode()
    if name == "sha-512":
        return value.strip() == b64encode(hashlib.sha512(body).digest()).decode()
    return None


def decode_signature(value: str) -> bytes:
    """The bytes of a signature in base64."""
    try:
        decoded = b64decode(value, validate=True)
    except (NotBase64, ValueError) as error:
        raise BadSignature("a signature that is no base64") from error
    if not 32 <= len(decoded) <= 2048:
        raise BadSignature("a signature of impossible length")
    return decoded


def base_bytes(text: str) -> bytes:
    """A signature base as the bytes that crossed the wire (WSGI reads them as Latin-1)."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError as error:
        raise BadSignature("characters that no header can carry") from error


def split_url(url: str) -> tuple[str, str, str]:
    """Host header, request target and target URI of a request of our own, as the guarded door will send them."""
    leads = read_url(url)
    host = f"[{leads.host}]" if ":" in leads.host else leads.host.lower()
    if leads.port != DEFAULT_PORTS[leads.scheme]:
        host = f"{host}:{leads.port}"
    return host, leads.path, f"{leads.scheme}://{host}{leads.path}"
