"""Signed notes and the keys that sign them: c2sp.org/signed-note. Pure."""

from __future__ import annotations

import base64
import binascii
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tanggap.proof.errors import ProofError

# signed-note, "Signature types".
ED25519 = 0x01
ED25519_COSIGNATURE = 0x04

KEY_BYTES = 32
MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100
_DASH = "— "
# Control characters and halves of surrogate pairs, which a command line may hand over.
_NO_TEXT = ("Cc", "Cs")


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key with the name under which it signs; `kind` is the signature type byte."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        """Four bytes that, with the name, say which key signed (signed-note, "Signatures")."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def vkey(self) -> str:
        """`name+key id+key`, the form in which keys are handed around (signed-note, "Verifier keys")."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line, not yet checked by anybody."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the lines under it. The text proves nothing until a trusted key's signature was checked."""

    text: str
    signatures: Sequence[NoteSignature]

    def by(self, key: NoteKey) -> list[NoteSignature]:
        """The lines that claim to be by this key."""
        return [line for line in self.signatures if line.name == key.name and line.key_id == key.key_id]


def read_vkey(text: str) -> NoteKey:
    """Read a verifier key (signed-note, "Verifier keys"). Raises ProofError when its parts contradict each other."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        material = read_base64(encoded)
    except ProofError:
        material = b""
    if not is_key_name(name) or len(material) < 2 or len(key_id) != 8:
        raise ProofError("this is no verifier key; one looks like name+1a2b3c4d+base64")
    key = NoteKey(name, material[1:], material[0])
    if key.key_id.hex() != key_id.lower():
        raise ProofError(f"the verifier key of {name} is damaged: its parts do not fit each other")
    if key.kind in (ED25519, ED25519_COSIGNATURE) and len(key.public) != KEY_BYTES:
        raise ProofError(f"the verifier key of {name} has the wrong length")
    return key


def sign_note(text: str, signers: Iterable[tuple[str, bytes]]) -> str:
    """Sign a text with Ed25519 keys, each a name and its 32 private bytes (signed-note, "Ed25519 signatures")."""
    if not text.endswith("\n") or not _is_clean(text):
        raise ProofError("a note's text ends with a newline and holds no control characters")
    lines = []
    for name, private in signers:
        signer = Ed25519PrivateKey.from_private_bytes(private)
        key = NoteKey(name, signer.public_key().public_bytes_raw())
        if not is_key_name(name):
            raise ProofError("a key's name must not hold spaces or a plus sign")
        lines.append(f"{_DASH}{name} {base64.b64encode(key.key_id + signer.sign(text.encode())).decode()}\n")
    return f"{text}\n{''.join(lines)}"


def read_note(data: bytes) -> Note:
    """Take a signed note apart (signed-note, "Format"). Checks no signature. Raises ProofError."""
    if len(data) > MAX_NOTE_BYTES:
        raise ProofError("the signed note is too large")
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise ProofError("the signed note is not UTF-8 text") from error
    text, blank, signed = whole.rpartition("\n\n")
    lines = signed.split("\n")
    if not blank or not _is_clean(whole) or lines.pop() or not 0 < len(lines) <= MAX_SIGNATURES:
        raise ProofError("this is no signed note")
    return Note(text + "\n", [_read_signature(line) for line in lines])


def signed_by(note: Note, keys: Iterable[NoteKey]) -> list[NoteKey]:
    """Which of the trusted Ed25519 keys signed the note (signed-note, "Signatures").

    Unknown keys are passed over; a bad signature of a known one condemns the whole note with ProofError.
    """
    found = []
    for key in keys:
        lines = note.by(key) if key.kind == ED25519 else []
        for line in lines:
            if not is_signature(key.public, line.signature, note.text.encode()):
                raise ProofError(f"the signature of {key.name} is false")
        if lines:
            found.append(key)
    return found


def is_signature(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this is the key's Ed25519 signature over the message (RFC 8032)."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_key_name(name: str) -> bool:
    """Not empty, without spaces, control characters and plus signs (signed-note, "Format")."""
    return bool(name) and "+" not in name and not any(c.isspace() or unicodedata.category(c) in _NO_TEXT for c in name)


def read_base64(text: str) -> bytes:
    """Standard base64 in its one canonical spelling (RFC 4648 section 4). Raises ProofError."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProofError("a part is not base64") from error
    if base64.b64encode(data).decode() != text:
        raise ProofError("a part is not canonical base64")
    return data


def _read_signature(line: str) -> NoteSignature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not is_key_name(name):
        raise ProofError("a signature line of the note is malformed")
    data = read_base64(encoded)
    if len(data) <= 4:
        raise ProofError("a signature line of the note is malformed")
    return NoteSignature(name, data[:4], data[4:])


def _is_clean(text: str) -> bool:
    return all(c >= " " or c == "\n" for c in text)
