"""draft-cavage-http-signatures-12 in its odd corners."""

from base64 import b64encode

import pytest

from tanggap.federation.signatures.keys import sign_bytes
from tanggap.federation.signatures.verify import read_claim, signed_by
from tests.federation.neighbours import KEY_ID, NOW, OURS, arriving

ALL = "(request-target) host date digest"


def by_hand(neighbour, covered=ALL, params='algorithm="hs2019",', extra=None, target="post /inbox"):
    """A signature made line by line, so that each part can be wrong."""
    headers = neighbour.headers("cavage") | (extra or {})
    special = {"(request-target)": target, "(created)": f"{int(NOW)}", "(expires)": f"{int(NOW) + 300}"}
    values = special | {name.lower(): value for name, value in headers.items()}
    text = "\n".join(f"{name}: {values[name]}" for name in covered.split() if name in values)
    signature = b64encode(sign_bytes(neighbour.key, text.encode())).decode()
    headers["Signature"] = f'keyId="{KEY_ID}",{params}headers="{covered}",signature="{signature}"'
    return headers


def test_hs2019_means_as_the_key_says(neighbour):
    assert signed_by(read_claim(arriving(by_hand(neighbour))), neighbour.public)


def test_created_stands_for_date(neighbour):
    headers = by_hand(neighbour, "(request-target) (created) host digest", f'created={int(NOW)},algorithm="hs2019",')
    del headers["Date"]
    assert signed_by(read_claim(arriving(headers)), neighbour.public)


def test_created_is_refused_with_rsa_sha256(neighbour, refused):
    headers = by_hand(
        neighbour, "(request-target) (created) host digest", f'created={int(NOW)},algorithm="rsa-sha256",'
    )
    with refused("cannot be used"):
        read_claim(arriving(headers))


def test_a_signature_past_its_own_end_is_refused(neighbour, refused):
    params = f"created={int(NOW)},expires={int(NOW) - 120},"
    with refused("expired"):
        read_claim(arriving(by_hand(neighbour, params=params)))


@pytest.mark.parametrize("left_out", ["(request-target)", "host", "digest", "date"])
def test_each_needed_header_must_be_covered(neighbour, left_out, refused):
    covered = " ".join(name for name in ALL.split() if name != left_out)
    with refused("cover"):
        read_claim(arriving(by_hand(neighbour, covered)))


def test_a_header_signed_but_not_sent_is_refused(neighbour, refused):
    with refused("missing"):
        read_claim(arriving(by_hand(neighbour, ALL + " x-more")))


def test_more_headers_may_be_covered(neighbour):
    headers = by_hand(neighbour, ALL + " content-type", extra={"Content-Type": "application/activity+json"})
    request = arriving(headers)
    request.meta["CONTENT_TYPE"] = request.meta.pop("HTTP_CONTENT_TYPE")
    assert signed_by(read_claim(request), neighbour.public)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "keyId",
        'keyId="a"',
        'signature="YWJj"',
        'keyId="a",keyId="b",signature="YWJj"',
        'keyId="a" signature="YWJj"',
        f'keyId="a",algorithm="hmac-sha256",headers="{ALL}",signature="YWJj"',
        f'keyId="a",headers="{ALL}",signature="not base64!"',
        f'keyId="a",headers="{ALL}",signature="YWJj"',
        f'keyId="a",headers="{ALL} host",signature="YWJj"',
        'keyId="a",headers="",signature="YWJj"',
        "x" * 9000,
    ],
)
def test_a_header_that_makes_no_sense_is_refused(neighbour, value, refused):
    with refused():
        read_claim(arriving(neighbour.headers("cavage") | {"Signature": value}))


@pytest.mark.parametrize("date", ["", "yesterday", "Thu, 99 Foo 2026 00:00:00 GMT", "1790000000"])
def test_a_date_that_cannot_be_read_is_refused(neighbour, date, refused):
    with refused("date"):
        read_claim(arriving(by_hand(neighbour, extra={"Date": date})))


def test_every_digest_given_must_fit(neighbour, refused):
    good = neighbour.headers("cavage")["Digest"]
    both = by_hand(neighbour, extra={"Digest": f"{good},SHA-512=AAAA"})
    with refused("digest"):
        read_claim(arriving(both))


def test_a_digest_of_an_unknown_kind_alone_is_refused(neighbour, refused):
    with refused("digest"):
        read_claim(arriving(by_hand(neighbour, extra={"Digest": "MD5=AAAA"})))


def test_a_default_port_in_the_host_header_is_ours(neighbour):
    headers = by_hand(neighbour, extra={"Host": f"{OURS}:443"})
    assert signed_by(read_claim(arriving(headers)), neighbour.public)
