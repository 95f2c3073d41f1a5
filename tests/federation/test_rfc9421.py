"""RFC 9421: our reader and signer against another library's, and in the odd corners."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms

from tanggap.federation.signatures.keys import sign_bytes
from tanggap.federation.signatures.rfc9421 import sign_rfc9421
from tanggap.federation.signatures.verify import read_claim, signed_by
from tests.federation.neighbours import BODY, KEY_ID, NOW, OURS, arriving

WHOLE = ("@method", "@target-uri", "content-digest")


class Keys(HTTPSignatureKeyResolver):
    def __init__(self, neighbour):
        self.neighbour = neighbour

    def resolve_private_key(self, key_id):
        return self.neighbour.key

    def resolve_public_key(self, key_id):
        return self.neighbour.public


class Message:
    def __init__(self, headers, method="POST", url=f"https://{OURS}/inbox"):
        self.method, self.url, self.headers = method, url, dict(headers)


def by_hand(neighbour, names=WHOLE, tail=f';created={int(NOW)};keyid="{KEY_ID}"', label="sig1"):
    headers = neighbour.headers("rfc9421")
    values = {
        "@method": "POST",
        "@target-uri": f"https://{OURS}/inbox",
        "@authority": OURS,
        "@path": "/inbox",
        "@query": "?",
        "@scheme": "https",
        "@request-target": "/inbox",
    } | {name.lower(): value for name, value in headers.items()}
    params = "(" + " ".join(f'"{name}"' for name in names) + ")" + tail
    lines = [f'"{name}": {values.get(name, "")}' for name in names] + [f'"@signature-params": {params}']
    signature = b64encode(sign_bytes(neighbour.key, "\n".join(lines).encode())).decode()
    return headers | {"Signature-Input": f"{label}={params}", "Signature": f"{label}=:{signature}:"}


@pytest.mark.parametrize(
    "names",
    [WHOLE, ("@method", "@path", "@query", "@authority", "content-digest"), ("date", "host", *WHOLE, "@scheme")],
)
def test_another_library_s_signature_is_read(neighbour, names):
    message = Message(neighbour.headers("rfc9421"))
    del message.headers["Signature"], message.headers["Signature-Input"]
    signer = HTTPMessageSigner(signature_algorithm=algorithms.RSA_V1_5_SHA256, key_resolver=Keys(neighbour))
    created = datetime.fromtimestamp(NOW, UTC)
    signer.sign(
        message,
        key_id=KEY_ID,
        covered_component_ids=names,
        created=created,
        label="proxy-sig",
        use_existing_digest=True,
    )
    assert signed_by(read_claim(arriving(message.headers)), neighbour.public)


def test_another_library_reads_ours(neighbour):
    at = datetime.now(UTC).timestamp()
    message = Message(neighbour.headers("rfc9421", at=at))
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.RSA_V1_5_SHA256, key_resolver=Keys(neighbour))
    assert verifier.verify(message)[0].parameters["keyid"] == KEY_ID


def test_an_ed25519_key_signs_too(neighbour):
    key = Ed25519PrivateKey.generate()
    headers = sign_rfc9421("POST", f"https://{OURS}/inbox", BODY, key_id=KEY_ID, key=key, at=NOW)
    claim = read_claim(arriving(headers))
    assert signed_by(claim, key.public_key())
    assert not signed_by(claim, neighbour.public)


@pytest.mark.parametrize("names", [("@method", "@request-target", "host", "content-digest"), (*WHOLE, "@authority")])
def test_the_equivalents_are_enough(neighbour, names):
    assert signed_by(read_claim(arriving(by_hand(neighbour, names))), neighbour.public)


@pytest.mark.parametrize(
    "names",
    [
        ("@method", "@target-uri"),
        ("@target-uri", "content-digest"),
        ("@method", "content-digest"),
        ("@method", "@path", "content-digest"),
        (),
    ],
)
def test_less_than_the_equivalents_is_refused(neighbour, names, refused):
    with refused("does not cover"):
        read_claim(arriving(by_hand(neighbour, names)))


@pytest.mark.parametrize(
    "tail",
    [
        f";created={int(NOW)}",
        f';keyid="{KEY_ID}"',
        f';created=1.5;keyid="{KEY_ID}"',
        f";created={int(NOW)};keyid=token",
        f';created={int(NOW)};created={int(NOW)};keyid="{KEY_ID}"',
        f';created={int(NOW)};keyid="{KEY_ID}";alg="hmac-sha256"',
        f';created={int(NOW)};expires={int(NOW) - 100};keyid="{KEY_ID}"',
    ],
)
def test_parameters_must_be_whole_and_known(neighbour, tail, refused):
    with refused():
        read_claim(arriving(by_hand(neighbour, tail=tail)))


def test_parameters_that_are_not_judged_are_signed_all_the_same(neighbour):
    tail = f';nonce="a;b,c";created={int(NOW)};keyid="{KEY_ID}";tag="x"'
    assert signed_by(read_claim(arriving(by_hand(neighbour, tail=tail))), neighbour.public)


def test_of_two_signatures_one_that_can_be_judged_is_enough(neighbour):
    good = by_hand(neighbour)
    odd = by_hand(neighbour, tail=f';created={int(NOW)};keyid="x";alg="hmac-sha256"', label="other")
    for name in ("Signature", "Signature-Input"):
        good[name] = f"{odd[name]}, {good[name]}"
    assert signed_by(read_claim(arriving(good)), neighbour.public)


@pytest.mark.parametrize(
    "value", ["", "sig1", "sig1=()", "sig1=:YWJj:", 'sig1=("@method";req)', 'sig1=("a" "a")', "=(" * 5000, 'a=("\\"")']
)
def test_an_input_that_makes_no_sense_is_refused(neighbour, value, refused):
    with refused():
        read_claim(arriving(neighbour.headers("rfc9421") | {"Signature-Input": value}))


@pytest.mark.parametrize("value", ["", "sha-256=:AAAA:", "md5=:AAAA:", "sha-256=AAAA"])
def test_a_content_digest_that_is_not_the_body_s_is_refused(neighbour, value, refused):
    headers = neighbour.headers("rfc9421") | {"Content-Digest": value}
    with refused():
        read_claim(arriving(headers))
