"""Signed requests: draft-cavage-http-signatures-12 out and in, and RFC 9421 in."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha256, sha512
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

MOST_SECONDS_APART = 3600.0
FindKey = Callable[[str], str]


class BadSignature(Exception):
    """Why a request is not let in."""


def sign(
    method: str, url: str, body: bytes | None, key_id: str, key: RSAPrivateKey, at: float | None = None
) -> dict[str, str]:
    """The headers of a signed request, as Mastodon makes them."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    headers = {"Host": parts.netloc, "Date": formatdate(at, usegmt=True)}
    if body is not None:
        headers["Digest"] = "SHA-256=" + b64encode(sha256(body).digest()).decode()
    lines = [f"(request-target): {method.lower()} {target}"]
    lines += [f"{name.lower()}: {value}" for name, value in headers.items()]
    signature = b64encode(key.sign("\n".join(lines).encode(), PKCS1v15(), SHA256())).decode()
    covered = " ".join(["(request-target)", *(name.lower() for name in headers)])
    headers["Signature"] = f'keyId="{key_id}",algorithm="rsa-sha256",headers="{covered}",signature="{signature}"'
    return headers


def verify(method: str, target: str, headers: Mapping[str, str], body: bytes, find_key: FindKey) -> str:
    """The id of the key that signed the request; `find_key` gives its PEM. Header names are lower case."""
    read = _read_rfc9421 if "signature-input" in headers else _read_cavage
    key_id, base, signature = read(method, target, headers, body)
    try:
        key = load_pem_public_key(find_key(key_id).encode())
    except ValueError as error:
        raise BadSignature("a key that cannot be read") from error
    if not isinstance(key, RSAPublicKey):
        raise BadSignature("a key that is no RSA key")
    try:
        key.verify(signature, base.encode(), PKCS1v15(), SHA256())
    except InvalidSignature as error:
        raise BadSignature("the signature does not fit") from error
    return key_id


def _read_cavage(method: str, target: str, headers: Mapping[str, str], body: bytes) -> tuple[str, str, bytes]:
    given = dict(re.findall(r'(\w+)="?([^",]*)"?', headers.get("signature", "")))
    covered = given.get("headers", "date").lower().split()
    if "keyId" not in given or "signature" not in given:
        raise BadSignature("no signature")
    if not {"(request-target)", "host", "date", "digest"} <= set(covered):
        raise BadSignature("too few headers are signed")
    _check_time(_seconds(headers.get("date", "")))
    _check_digests(headers.get("digest", "").split(","), body, "=")
    first = f"(request-target): {method.lower()} {target}"
    lines = [first if name == "(request-target)" else f"{name}: {_header(headers, name)}" for name in covered]
    return given["keyId"], "\n".join(lines), _decoded(given["signature"])


def _read_rfc9421(method: str, target: str, headers: Mapping[str, str], body: bytes) -> tuple[str, str, bytes]:
    told = re.match(r'\s*([\w*.-]+)=(\(((?:"[^"]*"\s*)*)\)([^,]*))', headers["signature-input"])
    if told is None:
        raise BadSignature("a signature input that cannot be read")
    label, parameters, names, rest = told.groups()
    covered = re.findall(r'"([^"]*)"', names)
    given = dict(re.findall(r';\s*(\w+)="?([^";]*)"?', rest))
    signature = re.search(rf"(?:^|[,\s]){re.escape(label)}=:([^:]*):", headers.get("signature", ""))
    if signature is None or "keyid" not in given:
        raise BadSignature("no signature")
    if not ({"@method", "content-digest"} <= set(covered) and {"@target-uri", "@path"} & set(covered)):
        raise BadSignature("too little is signed")
    _check_time(float(given["created"]) if given.get("created", "").isdigit() else 0.0)
    _check_digests(headers.get("content-digest", "").split(","), body, "=")
    lines = [f'"{name}": {_component(name, method, target, headers)}' for name in covered]
    return given["keyid"], "\n".join([*lines, f'"@signature-params": {parameters}']), _decoded(signature[1])


def _component(name: str, method: str, target: str, headers: Mapping[str, str]) -> str:
    path, _, query = target.partition("?")
    host = _header(headers, "host")
    derived = {
        "@method": method,
        "@target-uri": f"http://{host}{target}",
        "@authority": host,
        "@path": path,
        "@query": f"?{query}",
        "@request-target": target,
        "@scheme": "http",
    }
    return derived[name] if name in derived else _header(headers, name)


def _header(headers: Mapping[str, str], name: str) -> str:
    if name not in headers:
        raise BadSignature(f"{name} is signed, but missing")
    return headers[name].strip()


def _check_time(seconds: float) -> None:
    if abs(datetime.now(UTC).timestamp() - seconds) > MOST_SECONDS_APART:
        raise BadSignature("too old or too new")


def _seconds(date: str) -> float:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, TypeError) as error:
        raise BadSignature("no date") from error


def _check_digests(digests: list[str], body: bytes, separator: str) -> None:
    known = {"sha-256": sha256, "sha-512": sha512}
    judged = 0
    for one in digests:
        name, _, value = one.strip().partition(separator)
        make = known.get(name.lower())
        if make is None:
            continue
        judged += 1
        if _decoded(value.strip(":")) != make(body).digest():
            raise BadSignature("the digest is not the body's")
    if not judged:
        raise BadSignature("no digest")


def _decoded(value: str) -> bytes:
    try:
        return b64decode(value, validate=True)
    except ValueError as error:
        raise BadSignature("not base64") from error
