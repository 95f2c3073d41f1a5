"""What holds for a signature of either scheme."""

import pytest

from tanggap.federation.signatures.claim import BadSignature
from tanggap.federation.signatures.verify import other_scheme, read_claim, signed_by
from tests.federation.neighbours import BODY, KEY_ID, NOW, OURS, arriving


def test_what_a_neighbour_signed_is_read_and_fits_its_key(neighbour, scheme):
    claim = read_claim(arriving(neighbour.headers(scheme)))
    assert (claim.key_id, claim.scheme) == (KEY_ID, scheme)
    assert signed_by(claim, neighbour.public)


def test_another_key_does_not_fit(neighbour, stranger, scheme):
    assert not signed_by(read_claim(arriving(neighbour.headers(scheme))), stranger.public)


def test_an_unsigned_request_is_refused():
    with pytest.raises(BadSignature, match="no signature"):
        read_claim(arriving({"Host": OURS}))


def test_another_body_is_refused(neighbour, scheme, refused):
    with refused("digest"):
        read_claim(arriving(neighbour.headers(scheme), body=BODY + b" "))


@pytest.mark.parametrize("off", [-3601, 3601, -(10**6), 10**6])
def test_more_than_an_hour_away_is_refused(neighbour, scheme, off, refused):
    with refused("too long ago or in the future"):
        read_claim(arriving(neighbour.headers(scheme, at=NOW + off)))


@pytest.mark.parametrize("off", [-3590, 3590])
def test_less_than_an_hour_away_is_taken(neighbour, scheme, off):
    assert signed_by(read_claim(arriving(neighbour.headers(scheme, at=NOW + off))), neighbour.public)


def test_what_was_signed_for_another_host_is_refused(neighbour, scheme, refused):
    with refused("another host"):
        read_claim(arriving(neighbour.headers(scheme, url="https://other.example/inbox")))


def test_what_was_signed_for_another_host_and_carried_here_does_not_fit(neighbour, scheme):
    headers = neighbour.headers(scheme, url="https://other.example/inbox") | {"Host": OURS}
    assert not signed_by(read_claim(arriving(headers)), neighbour.public)


def test_what_was_signed_for_another_path_does_not_fit(neighbour, scheme):
    claim = read_claim(arriving(neighbour.headers(scheme), path="/@dinas-pu/inbox"))
    assert not signed_by(claim, neighbour.public)


@pytest.mark.parametrize("sent", ["/@dinas-pu/inbox", "/%40dinas-pu/inbox"])
def test_an_at_sign_may_have_been_sent_escaped(neighbour, scheme, sent):
    headers = neighbour.headers(scheme, url=f"https://{OURS}{sent}")
    assert signed_by(read_claim(arriving(headers, path="/@dinas-pu/inbox")), neighbour.public)


def test_the_default_port_is_no_part_of_the_host(neighbour, scheme):
    headers = neighbour.headers(scheme, url=f"https://{OURS}:443/inbox")
    assert signed_by(read_claim(arriving(headers)), neighbour.public)


def test_the_query_is_signed_too(neighbour, scheme):
    request = arriving(neighbour.headers(scheme, url=f"https://{OURS}/inbox?a=b"))
    assert not signed_by(read_claim(request), neighbour.public)
    request.meta["QUERY_STRING"] = "a=b"
    assert signed_by(read_claim(request), neighbour.public)


def test_a_get_needs_no_digest(neighbour, scheme):
    headers = neighbour.headers(scheme, body=None, method="GET")
    assert signed_by(read_claim(arriving(headers, body=b"", method="GET")), neighbour.public)


def test_a_post_without_a_digest_is_refused(neighbour, scheme, refused):
    with refused("does not cover"):
        read_claim(arriving(neighbour.headers(scheme, body=None), body=b""))


def test_the_second_knock_uses_the_other_scheme(scheme):
    assert other_scheme(scheme) != scheme
    assert other_scheme(other_scheme(scheme)) == scheme
