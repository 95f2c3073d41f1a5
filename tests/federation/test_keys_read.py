"""Keys as strangers publish them."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tanggap.federation.signatures.keys import BadKey, load_multikey, load_private, load_public, to_pem


def test_a_pem_goes_there_and_back(pems):
    assert to_pem(load_public(pems[1])) == pems[1]
    assert to_pem(load_private(pems[0]).public_key()) == pems[1]


def test_an_old_pkcs1_header_is_read(pems):
    raw = load_public(pems[1]).public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1)
    assert to_pem(load_public(raw.decode())) == pems[1]


@pytest.mark.parametrize("key", [rsa.generate_private_key(65537, 1024), ec.generate_private_key(ec.SECP256R1())])
def test_weak_and_foreign_kinds_are_refused(key):
    pem = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(BadKey):
        load_public(pem.decode())


@pytest.mark.parametrize(
    "text", ["", "no key", "x" * 5000, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"]
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(BadKey):
        load_public(text)


def test_the_data_integrity_specification_s_own_multikey_is_read():
    # The example of FEP-521a and of the Multikey definition: an Ed25519 key in base58btc.
    assert load_multikey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")


@pytest.mark.parametrize(
    "text", ["", "z", "zII", "u6Mk", "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swb", "z" + "1" * 70]
)
def test_what_is_no_multikey_is_refused(text):
    with pytest.raises(BadKey):
        load_multikey(text)


def test_an_ed25519_pem_is_read():
    key = Ed25519PrivateKey.generate().public_key()
    assert load_public(to_pem(key)).public_bytes_raw() == key.public_bytes_raw()
