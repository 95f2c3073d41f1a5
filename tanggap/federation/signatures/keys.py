"""Keys of the two kinds that are spoken, from and to PEM, and what one signature costs: a sign or a verify."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PublicKey = rsa.RSAPublicKey | Ed25519PublicKey
PrivateKey = rsa.RSAPrivateKey | Ed25519PrivateKey

# Below, a key is guessed; above, one verification is a way to hold the server up.
SMALLEST_RSA, LARGEST_RSA = 2048, 8192
LONGEST_PEM = 4096

_PADDING, _SHA256 = padding.PKCS1v15(), hashes.SHA256()
_MULTICODEC_ED25519 = b"\xed\x01"
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


class BadKey(ValueError):
    """A key that cannot be read or is of no kind or size that is spoken here."""


def load_public(pem: str) -> PublicKey:
    """A public key from PEM (`PUBLIC KEY` or `RSA PUBLIC KEY`). Raises BadKey."""
    if len(pem) > LONGEST_PEM:
        raise BadKey("too long for a public key")
    try:
        key = serialization.load_pem_public_key(pem.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey("no public key in PEM") from error
    if isinstance(key, Ed25519PublicKey):
        return key
    if isinstance(key, rsa.RSAPublicKey) and SMALLEST_RSA <= key.key_size <= LARGEST_RSA:
        return key
    raise BadKey("a kind or size of key that is not spoken here")


def load_multikey(text: str) -> PublicKey:
    """An Ed25519 key in multibase base58btc, as `publicKeyMultibase` of a Multikey carries it. Raises BadKey."""
    if not text.startswith("z") or len(text) > 64:
        raise BadKey("no base58btc multibase")
    number = 0
    for character in text[1:]:
        place = _BASE58.find(character)
        if place < 0:
            raise BadKey("no base58btc multibase")
        number = number * 58 + place
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(raw) != 34 or not raw.startswith(_MULTICODEC_ED25519):
        raise BadKey("no Ed25519 multikey")
    return Ed25519PublicKey.from_public_bytes(raw[2:])


def to_pem(key: PublicKey) -> str:
    """A public key as PEM, as actors publish it."""
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def load_private(pem: str) -> PrivateKey:
    """A private key from PEM. Reading one costs more than a signature, so it is kept. Raises BadKey."""
    try:
        # The key is our own and came out of a seal, so its arithmetic is not proven again on every start.
        key = serialization.load_pem_private_key(pem.encode(), None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey("no private key in PEM") from error
    if not isinstance(key, (rsa.RSAPrivateKey, Ed25519PrivateKey)):
        raise BadKey("a kind of key that is not spoken here")
    return key


def load_private_der(der: bytes) -> PrivateKey:
    """A private key from PKCS #8 in DER, as our own are sealed. Raises BadKey."""
    try:
        key = serialization.load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey("no private key in DER") from error
    if not isinstance(key, (rsa.RSAPrivateKey, Ed25519PrivateKey)):
        raise BadKey("a kind of key that is not spoken here")
    return key


def new_rsa() -> tuple[str, str]:
    """A fresh RSA-2048 key: private and public PEM. The only kind that every server of the fediverse reads."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=SMALLEST_RSA)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode(), to_pem(key.public_key())


def kind_of(key: PublicKey) -> str:
    """`rsa` or `ed25519`."""
    return "rsa" if isinstance(key, rsa.RSAPublicKey) else "ed25519"


def fits(key: PublicKey, signature: bytes, text: bytes) -> bool:
    """Whether the signature over the text is the key's (RSASSA-PKCS1-v1_5 with SHA-256, or Ed25519)."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, text, _PADDING, _SHA256)
        else:
            key.verify(signature, text)
    except InvalidSignature:
        return False
    return True


def sign_bytes(key: PrivateKey, text: bytes) -> bytes:
    """Sign a text as `fits` checks it."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(text, _PADDING, _SHA256)
    return key.sign(text)
