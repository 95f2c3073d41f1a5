"""Whatever stands in the headers: a claim or a refusal, never anything else, and quickly."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.federation.signatures.claim import BadSignature
from tanggap.federation.signatures.verify import read_claim, signed_by
from tests.federation.neighbours import arriving

NAMES = ["Signature", "Signature-Input", "Date", "Digest", "Content-Digest", "Host"]
# The bytes of a header as WSGI shows them, and pieces that a reader reacts to.
pieces = st.sampled_from(
    ['keyId="', 'headers="', 'signature="', '"', ",", "=", ":", "(", ")", ";", "sig1=(", '"@method"', "created=", " ",
     "(request-target)", "host date digest", "SHA-256=", "sha-256=:", "hs2019", "AAAA", "\\", "\t", "é", "17900000000"]
)  # fmt: skip
values = st.lists(pieces | st.text(st.characters(max_codepoint=255, exclude_characters="\r\n")), max_size=25)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), values.map("".join)))
def test_any_headers_are_read_or_refused(neighbour, given_headers):
    for scheme in ("cavage", "rfc9421"):
        try:
            claim = read_claim(arriving(neighbour.headers(scheme) | given_headers))
        except BadSignature:
            continue
        signed_by(claim, neighbour.public)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_one_changed_character_never_fits(neighbour, data):
    scheme = data.draw(st.sampled_from(["cavage", "rfc9421"]))
    headers = neighbour.headers(scheme)
    signed = ["Host", "Date", "Digest"] if scheme == "cavage" else ["Host", "Content-Digest"]
    name = data.draw(st.sampled_from(signed))
    place = data.draw(st.integers(0, len(headers[name]) - 1))
    other = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    changed = headers[name][:place] + other + headers[name][place + 1 :]
    if changed.lower() == headers[name].lower():
        return
    try:
        claim = read_claim(arriving(headers | {name: changed}))
    except BadSignature:
        return
    assert not signed_by(claim, neighbour.public)


def test_no_header_takes_long_to_refuse(neighbour):
    started = time.perf_counter()
    for hostile in ('sig=("a" ' * 900, "a=" + ";b" * 4000, 'keyId="' * 1100, "sig1=(" + '"a" ' * 2000, " " * 8000):
        for name in ("Signature", "Signature-Input"):
            with pytest.raises(BadSignature):
                read_claim(arriving(neighbour.headers("rfc9421") | {name: hostile}))
    assert time.perf_counter() - started < 2
