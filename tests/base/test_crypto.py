import hashlib
from datetime import timedelta

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tanggap.base.clock import now
from tanggap.base.crypto import BadSeal, NotCanonical, canonical, digest_of, new_key, seal, unseal

keys = st.text(st.characters(max_codepoint=0xD7FF))
texts = st.text(st.characters(exclude_categories=["Cs"]))
leaves = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20)


@given(st.binary(), st.binary())
def test_what_was_sealed_opens_with_the_same_key_and_context(plain, context):
    key = new_key()
    assert unseal(key, seal(key, plain, context), context) == plain


def test_the_same_words_are_never_sealed_alike():
    key = new_key()
    assert seal(key, b"halo") != seal(key, b"halo")


def test_another_key_opens_nothing():
    with pytest.raises(BadSeal):
        unseal(new_key(), seal(new_key(), b"halo"))


def test_another_context_opens_nothing():
    key = new_key()
    with pytest.raises(BadSeal):
        unseal(key, seal(key, b"halo", b"case 1"), b"case 2")


@given(st.data())
def test_a_changed_byte_opens_nothing(data):
    key = new_key()
    sealed = bytearray(seal(key, b"halo"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadSeal):
        unseal(key, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"short", b"x" * 27])
def test_what_is_too_short_is_no_seal(sealed):
    with pytest.raises(BadSeal):
        unseal(new_key(), sealed)


@given(values)
def test_canonical_json_is_that_of_the_standard(value):
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, -(2**53), {"\ue000": 1}, {"\U0001f600": 1}, {1: 2}, "\ud800", b"x"]
)
def test_what_could_be_written_in_two_ways_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical({"deep": [value]})


def test_endless_nesting_is_refused():
    value: list[object] = []
    value.append(value)
    with pytest.raises(NotCanonical):
        canonical(value)


def test_a_digest_covers_salt_and_payload():
    assert (
        digest_of(b"salt", {"b": 1, "a": "é"}) == "sha256:" + hashlib.sha256('salt{"a":"é","b":1}'.encode()).hexdigest()
    )


def test_the_clock_is_aware_and_in_utc():
    assert now().utcoffset() == timedelta(0)
