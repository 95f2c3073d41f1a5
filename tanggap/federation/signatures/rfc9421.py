"""RFC 9421, HTTP Message Signatures, in the profile of the fediverse: request signatures over a few components.

Mastodon's documentation (spec/security, "HTTP Message Signatures") names what it requires; the same is required here.
The library `http-message-signatures` parses every structured field there is and costs more than the whole rest of a
post; it serves as the tests' second opinion instead.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from email.utils import formatdate
from hashlib import sha256

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
from tanggap.federation.signatures.keys import PrivateKey, kind_of, sign_bytes

SCHEME = "rfc9421"
MOST_SIGNATURES = 4

# RFC 8941 (structured fields), as far as these two headers use it: labels, inner lists of strings, parameters.
_KEY = r"[a-z*][a-z0-9_.*-]*"
_STRING = r'"[\x20-\x21\x23-\x5b\x5d-\x7e]*"'
_PARAMS = rf"(?:; *{_KEY}(?:=(?:{_STRING}|-?[0-9]+|[A-Za-z*][A-Za-z0-9:/!#$%&'*+.^_`|~-]*|:[A-Za-z0-9+/=]*:|\?[01]))?)*"
_MEMBER = re.compile(rf"[ \t]*({_KEY})=\( *((?:{_STRING}(?: +|(?=\))))*)\)({_PARAMS})[ \t]*(?:,|$)")
_NAMES = re.compile(r'"([^"]*)"')
_PARAM = re.compile(rf"; *({_KEY})(?:=({_STRING}|[^;]*))?")
_SIGNATURE = re.compile(rf"[ \t]*({_KEY})=:([A-Za-z0-9+/=]*):{_PARAMS}[ \t]*(?:,|$)")
_DIGEST = re.compile(rf"[ \t]*({_KEY})=:([A-Za-z0-9+/=]*):[ \t]*(?:,|$)")
_FIELD = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]+")

# §3.3: what the `alg` parameter says of the key; without it the key decides.
_KINDS = {None: "", "rsa-v1_5-sha256": "rsa", "ed25519": "ed25519"}

# §2.2: components derived from the request line. The target is handed in, since it may have been sent two ways.
_DERIVED: dict[str, Callable[[Arriving, str], str]] = {
    "@method": lambda request, target: request.method,
    "@target-uri": lambda request, target: f"{request.scheme}://{request.host}{target}",
    "@authority": lambda request, target: request.host,
    "@scheme": lambda request, target: request.scheme,
    "@request-target": lambda request, target: target,
    "@path": lambda request, target: target.partition("?")[0],
    "@query": lambda request, target: "?" + target.partition("?")[2],
}


def read_rfc9421(request: Arriving) -> Claim:
    """The claim of a request signed by the RFC; of several signatures the first that can be judged. Raises."""
    inputs = _members(request.meta.get("HTTP_SIGNATURE_INPUT", ""))
    signatures = _dictionary(_SIGNATURE, request.meta.get("HTTP_SIGNATURE", ""))
    refused = BadSignature("no signature for any signature input")
    for label, (names, params) in inputs.items():
        if label not in signatures:
            continue
        try:
            return _claim(request, names, params, signatures[label])
        except BadSignature as error:
            refused = error
    raise refused


def _claim(request: Arriving, names: list[str], params: dict[str, str], signature: str) -> Claim:
    alg = params.get("alg")
    kind = _KINDS.get(_text(alg) if alg else None)
    if kind is None:
        raise BadSignature("an algorithm that is not spoken here")
    if "keyid" not in params or "created" not in params:
        raise BadSignature("keyid or created is missing")
    _check_covered(names, request.method)
    check_time(whole_seconds(params["created"]), request.now)
    check_expiry(params.get("expires"), request.now)
    if "date" in names:
        check_time(http_date(header(request.meta, "date") or ""), request.now)
    check_host(request)
    if "content-digest" in names:
        _check_digest(request)
    closing = _signature_params(names, params)
    bases = tuple(_base(request, names, target, closing) for target in request.targets())
    return Claim(_text(params["keyid"]), SCHEME, decode_signature(signature), bases, kind)


def _members(value: str) -> dict[str, tuple[list[str], dict[str, str]]]:
    """§4.1: `Signature-Input` by label: names of the covered components, and raw parameters in their order."""
    if not value:
        raise BadSignature("no signature input")
    found: dict[str, tuple[list[str], dict[str, str]]] = {}
    for match in _walk(_MEMBER, value):
        label, inner, tail = match.groups()
        params: dict[str, str] = {}
        for name, raw in _PARAM.findall(tail):
            if name in params:
                raise BadSignature("a signature parameter given twice")
            params[name] = raw
        if label in found or len(found) == MOST_SIGNATURES:
            raise BadSignature("signature labels too many or repeated")
        found[label] = (_NAMES.findall(inner), params)
    return found


def _dictionary(pattern: re.Pattern[str], value: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _walk(pattern, value):
        label, content = match.groups()
        if label in found:
            raise BadSignature("a label given twice")
        found[label] = content
    return found


def _walk(pattern: re.Pattern[str], value: str) -> list[re.Match[str]]:
    """Every member of a dictionary, or nothing at all: what cannot be read to its end is not read."""
    if len(value) > LONGEST_HEADER:
        raise BadSignature("a signature header that is too long")
    matches, position = [], 0
    while position < len(value):
        match = pattern.match(value, position)
        if match is None:
            raise BadSignature("a signature header that cannot be read")
        matches.append(match)
        position = match.end()
    return matches


def _check_covered(names: list[str], method: str) -> None:
    """The equivalents of (request-target), host and digest: method, where it goes, and the body."""
    covered = set(names)
    if len(names) > MOST_COVERED or len(covered) < len(names):
        raise BadSignature("covered components too many or repeated")
    whole = "@target-uri" in covered
    if "@method" not in covered or not (whole or covered & {"@request-target", "@path"}):
        raise BadSignature("the signature does not cover method and target")
    if not (whole or covered & {"@authority", "host"}):
        raise BadSignature("the signature does not cover the host")
    if method not in ("GET", "HEAD") and "content-digest" not in covered:
        raise BadSignature("the signature does not cover content-digest")


def _check_digest(request: Arriving) -> None:
    """RFC 9530 §2: every digest that can be judged must fit, and one must be of a kind that is known."""
    given = _dictionary(_DIGEST, request.meta.get("HTTP_CONTENT_DIGEST", ""))
    judged = [digest_matches(algorithm, value, request.body) for algorithm, value in given.items()]
    if True not in judged or False in judged:
        raise BadSignature("the digest is not the body's")


def _signature_params(names: list[str], params: dict[str, str]) -> str:
    """§2.3: the last line of the base, serialized strictly and in the order received."""
    inner = " ".join(f'"{name}"' for name in names)
    tail = "".join(f";{name}={raw}" if raw else f";{name}" for name, raw in params.items())
    return f'"@signature-params": ({inner}){tail}'


def _base(request: Arriving, names: list[str], target: str, closing: str) -> bytes:
    """§2.5: one line a component, then the parameters."""
    lines = [f'"{name}": {_component(request, name, target)}' for name in names]
    return base_bytes("\n".join([*lines, closing]))


def _component(request: Arriving, name: str, target: str) -> str:
    derive = _DERIVED.get(name)
    if derive is not None:
        return derive(request, target)
    if not _FIELD.fullmatch(name):
        raise BadSignature("a covered component that is not spoken here")
    value = header(request.meta, name)
    if value is None:
        raise BadSignature("a covered header is missing")
    return value


def _text(raw: str) -> str:
    if len(raw) < 2 or raw[0] != '"':
        raise BadSignature("a parameter that must be a string")
    return raw[1:-1]


def sign_rfc9421(
    method: str, url: str, body: bytes | None, *, key_id: str, key: PrivateKey, at: float
) -> dict[str, str]:
    """The headers of a request signed by the RFC, over what Mastodon requires."""
    host, _, whole = split_url(url)
    lines = [f'"@method": {method}', f'"@target-uri": {whole}']
    headers = {"Host": host, "Date": formatdate(at, usegmt=True)}
    covered = '"@method" "@target-uri"'
    if body is not None:
        headers["Content-Digest"] = f"sha-256=:{b64encode(sha256(body).digest()).decode()}:"
        lines.append(f'"content-digest": {headers["Content-Digest"]}')
        covered += ' "content-digest"'
    alg = "rsa-v1_5-sha256" if kind_of(key.public_key()) == "rsa" else "ed25519"
    params = f'({covered});created={int(at)};keyid="{key_id}";alg="{alg}"'
    lines.append(f'"@signature-params": {params}')
    signature = b64encode(sign_bytes(key, "\n".join(lines).encode())).decode()
    return headers | {"Signature-Input": f"sig1={params}", "Signature": f"sig1=:{signature}:"}
