"""draft-cavage-http-signatures-12 as the fediverse speaks it: one `Signature` header over a few headers.

Section numbers are the draft's. Mastodon's documentation (spec/security, "HTTP Signatures") is the practice.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from email.utils import formatdate
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise

from tanggap.federation.signatures.claim import (
    LONGEST_HEADER,
    MOST_COVERED,
    Arriving,
    BadSignature,
    Claim,
    base_bytes,
    check_expiry,
    check_host,
    check_time,
    decode_signature,
    digest_matches,
    header,
    http_date,
    split_url,
    whole_seconds,
)
from tanggap.federation.signatures.keys import PrivateKey, sign_bytes

SCHEME = "cavage"
TARGET = "(request-target)"
# What the algorithm parameter says of the key. `hs2019` means "as the key says" (§2.1.3).
_KINDS = {"rsa-sha256": "rsa", "hs2019": "", "ed25519": "ed25519"}
_PARAMETER = re.compile(r'\s*([A-Za-z]+)=(?:"([^"]*)"|([0-9]+))\s*(?:,|$)')
_NAME = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]+")


def read_cavage(request: Arriving) -> Claim:
    """The claim of a request signed by the draft. Raises BadSignature."""
    given = _parameters(request.meta.get("HTTP_SIGNATURE", ""))
    try:
        key_id, signature = given["keyId"], given["signature"]
    except KeyError as error:
        raise BadSignature("keyId or signature is missing") from error
    algorithm = given.get("algorithm", "hs2019").lower()
    if algorithm not in _KINDS:
        raise BadSignature("an algorithm that is not spoken here")
    covered = given.get("headers", "(created)").lower().split()
    _check_covered(covered, request.method)
    _check_moments(covered, given, request)
    check_host(request)
    if "digest" in covered:
        _check_digest(request)
    lines = [_line(name, request.meta, given, algorithm) for name in covered]
    return Claim(key_id, SCHEME, decode_signature(signature), _bases(covered, lines, request), _KINDS[algorithm])


def _parameters(value: str) -> dict[str, str]:
    """§2.1: names and quoted values; one given twice makes the whole ambiguous (§2.2)."""
    if not value:
        raise BadSignature("no signature")
    if len(value) > LONGEST_HEADER:
        raise BadSignature("a signature header that is too long")
    found: dict[str, str] = {}
    position = 0
    while position < len(value):
        match = _PARAMETER.match(value, position)
        if match is None:
            raise BadSignature("a signature header that cannot be read")
        name, quoted, number = match.groups()
        if name in found:
            raise BadSignature("a signature parameter given twice")
        found[name] = quoted if quoted is not None else number
        position = match.end()
    return found


def _check_covered(covered: list[str], method: str) -> None:
    if len(covered) > MOST_COVERED or any(one == other for one, other in pairwise(sorted(covered))):
        raise BadSignature("covered headers too many or repeated")
    needed = {TARGET, "host"} if method in ("GET", "HEAD") else {TARGET, "host", "digest"}
    missing = needed.difference(covered)
    if missing:
        raise BadSignature(f"the signature does not cover {' '.join(sorted(missing))}")
    if "date" not in covered and "(created)" not in covered:
        raise BadSignature("the signature covers neither date nor (created)")


def _check_moments(covered: list[str], given: Mapping[str, str], request: Arriving) -> None:
    if "date" in covered:
        check_time(http_date(header(request.meta, "date") or ""), request.now)
    if "created" in given:
        check_time(whole_seconds(given["created"]), request.now)
    check_expiry(given.get("expires"), request.now)


def _check_digest(request: Arriving) -> None:
    """RFC 3230: every digest that can be judged must fit, and one must be of a kind that is known."""
    given = [part.partition("=") for part in request.meta.get("HTTP_DIGEST", "").split(",")]
    judged = [digest_matches(algorithm, value, request.body) for algorithm, _, value in given]
    if True not in judged or False in judged:
        raise BadSignature("the digest is not the body's")


def _line(name: str, meta: Mapping[str, str], given: Mapping[str, str], algorithm: str) -> str:
    """§2.3: one line of the signature string. The request target is filled in afterwards."""
    if name == TARGET:
        return ""
    if name in ("(created)", "(expires)"):
        bare = name.strip("()")
        # §2.3, 2 and 3: not with an algorithm that starts with rsa, hmac or ecdsa, and never without the parameter.
        if algorithm == "rsa-sha256" or bare not in given:
            raise BadSignature(f"{name} cannot be used here")
        return f"{name}: {given[bare]}"
    if not _NAME.fullmatch(name):
        raise BadSignature("a covered name that is no header")
    value = header(meta, name)
    if value is None:
        raise BadSignature("a covered header is missing")
    return f"{name}: {value}"


def _bases(covered: list[str], lines: list[str], request: Arriving) -> tuple[bytes, ...]:
    place, bases = covered.index(TARGET), []
    for target in request.targets():
        lines[place] = f"{TARGET}: {request.method.lower()} {target}"
        bases.append(base_bytes("\n".join(lines)))
    return tuple(bases)


@lru_cache(maxsize=4)
def _date(second: int) -> str:
    """Many requests are signed in one second."""
    return formatdate(second, usegmt=True)


def sign_cavage(
    method: str, url: str, body: bytes | None, *, key_id: str, key: PrivateKey, at: float
) -> dict[str, str]:
    """The headers of a request signed by the draft, with RSA and SHA-256 as every server reads it."""
    host, target, _ = split_url(url)
    headers = {"Host": host, "Date": _date(int(at))}
    if body is not None:
        headers["Digest"] = "SHA-256=" + b64encode(sha256(body).digest()).decode()
    lines = [f"{TARGET}: {method.lower()} {target}"]
    lines += [f"{name.lower()}: {value}" for name, value in headers.items()]
    signature = b64encode(sign_bytes(key, "\n".join(lines).encode())).decode()
    covered = " ".join([TARGET, *(name.lower() for name in headers)])
    headers["Signature"] = f'keyId="{key_id}",algorithm="rsa-sha256",headers="{covered}",signature="{signature}"'
    return headers
