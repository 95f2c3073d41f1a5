"""Requests are signed as Mastodon signs them, and forged ones are found out."""

from __future__ import annotations

import time
from base64 import b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from town.fediverse.signatures import BadSignature, sign, verify
from town.keys import public_pem

URL, BODY, KEY_ID = "http://localhost:9/inbox?a=b", b'{"type":"Follow"}', "http://localhost:9/users/sari#main-key"


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def headers_of(key: RSAPrivateKey, at: float | None = None) -> dict[str, str]:
    return {name.lower(): value for name, value in sign("POST", URL, BODY, KEY_ID, key, at).items()}


def test_what_was_signed_is_verified(key: RSAPrivateKey) -> None:
    assert verify("POST", "/inbox?a=b", headers_of(key), BODY, lambda _: public_pem(key)) == KEY_ID


def test_a_changed_body_is_refused(key: RSAPrivateKey) -> None:
    with pytest.raises(BadSignature, match="digest"):
        verify("POST", "/inbox?a=b", headers_of(key), BODY + b" ", lambda _: public_pem(key))


def test_another_path_is_refused(key: RSAPrivateKey) -> None:
    with pytest.raises(BadSignature, match="does not fit"):
        verify("POST", "/users/sari/inbox", headers_of(key), BODY, lambda _: public_pem(key))


def test_an_old_request_is_refused(key: RSAPrivateKey) -> None:
    old = headers_of(key, time.time() - 7200)
    with pytest.raises(BadSignature, match="too old"):
        verify("POST", "/inbox?a=b", old, BODY, lambda _: public_pem(key))


def test_a_foreign_key_is_refused(key: RSAPrivateKey) -> None:
    other = public_pem(generate_private_key(65537, 2048))
    with pytest.raises(BadSignature, match="does not fit"):
        verify("POST", "/inbox?a=b", headers_of(key), BODY, lambda _: other)


def test_a_request_without_a_signature_is_refused() -> None:
    with pytest.raises(BadSignature, match="no signature"):
        verify("POST", "/inbox", {"host": "localhost:9"}, BODY, lambda _: "")


def test_rfc_9421_is_read_too(key: RSAPrivateKey) -> None:
    headers = rfc9421_headers(key)
    assert verify("POST", "/inbox?a=b", headers, BODY, lambda _: public_pem(key)) == KEY_ID


def test_rfc_9421_with_another_method_is_refused(key: RSAPrivateKey) -> None:
    with pytest.raises(BadSignature, match="does not fit"):
        verify("DELETE", "/inbox?a=b", rfc9421_headers(key), BODY, lambda _: public_pem(key))


def rfc9421_headers(key: RSAPrivateKey) -> dict[str, str]:
    digest = f"sha-256=:{b64encode(sha256(BODY).digest()).decode()}:"
    parameters = f'("@method" "@target-uri" "content-digest");created={int(time.time())};keyid="{KEY_ID}"'
    lines = ['"@method": POST', f'"@target-uri": {URL}', f'"content-digest": {digest}']
    base = "\n".join([*lines, f'"@signature-params": {parameters}'])
    signature = b64encode(key.sign(base.encode(), PKCS1v15(), SHA256())).decode()
    signed = {"signature-input": f"sig1={parameters}", "signature": f"sig1=:{signature}:"}
    return signed | {"host": "localhost:9", "content-digest": digest}
