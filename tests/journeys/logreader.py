"""A second reader of the record, from its published formats alone (c2sp.org: tlog-tiles, signed-note; RFC 6962)."""

from __future__ import annotations

import json
import urllib.request
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WIDTH = 256


@dataclass(frozen=True)
class Log:
    """A log whose every tile was downloaded and hashed: it is what its signed checkpoint says."""

    origin: str
    size: int
    entries: list[dict[str, Any]]

    def of(self, kind: str) -> list[dict[str, Any]]:
        """The entries of one type."""
        return [entry for entry in self.entries if entry["type"] == kind]


def read_log(base: str) -> Log:
    """Download a whole log; fails when anything in it does not fit."""
    origin, size, root = read_checkpoint(base)
    leaves: list[bytes] = []
    for name in tile_names(size):
        leaves += split_bundle(get(f"{base}/tile/entries/{name}"))
    assert len(leaves) == size
    hashes = [sha256(b"\0" + leaf).digest() for leaf in leaves]
    check_tiles(base, hashes)
    assert tree_hash(hashes) == root
    return Log(origin, size, [json.loads(leaf) for leaf in leaves])


def read_checkpoint(base: str) -> tuple[str, int, bytes]:
    """Origin, size and root of the newest checkpoint, once every one of the log's keys was seen to have signed it."""
    keys = get(f"{base}/key").decode().split()
    text, _, signatures = get(f"{base}/checkpoint").decode().partition("\n\n")
    assert keys
    for key in keys:
        assert is_signed(text + "\n", signatures, key)
    origin, size, root = text.split("\n")[:3]
    return origin, int(size), b64decode(root, validate=True)


def is_signed(text: str, signatures: str, vkey: str) -> bool:
    """Whether a line under a note is by this key. Raises InvalidSignature when it only says so."""
    name, number, material = vkey.split("+", 2)
    kind, public = b64decode(material)[:1], b64decode(material)[1:]
    assert kind == b"\1"
    assert sha256(name.encode() + b"\n" + kind + public).digest()[:4].hex() == number
    for line in signatures.splitlines():
        dash, signer, signature = line.split(" ")
        raw = b64decode(signature)
        if (dash, signer, raw[:4].hex()) == ("—", name, number):
            Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], text.encode())
            return True
    return False


def check_tiles(base: str, hashes: list[bytes]) -> None:
    """Every tile of every level is what the leaves make it."""
    level = 0
    while hashes:
        for place, name in enumerate(tile_names(len(hashes))):
            assert get(f"{base}/tile/{level}/{name}") == b"".join(hashes[place * WIDTH : (place + 1) * WIDTH])
        full = len(hashes) // WIDTH
        hashes = [tree_hash(hashes[place * WIDTH : (place + 1) * WIDTH]) for place in range(full)]
        level += 1


def tile_names(size: int) -> Iterator[str]:
    """The tiles of a level that holds so many hashes; the last may be partial."""
    for place in range(-(-size // WIDTH)):
        groups, number = [f"{place % 1000:03d}"], place // 1000
        while number:
            groups.insert(0, f"x{number % 1000:03d}")
            number //= 1000
        width = min(WIDTH, size - place * WIDTH)
        yield "/".join(groups) + ("" if width == WIDTH else f".p/{width}")


def split_bundle(bundle: bytes) -> Iterator[bytes]:
    """The entries of a bundle, each behind its length in two bytes."""
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        yield bundle[2 : 2 + length]
        bundle = bundle[2 + length :]


def tree_hash(hashes: list[bytes]) -> bytes:
    """RFC 6962, 2.1, over the hashes of the leaves."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"").digest()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\1" + tree_hash(hashes[:split]) + tree_hash(hashes[split:])).digest()


def get(url: str) -> bytes:
    """What stands at an address."""
    with urllib.request.urlopen(url, timeout=20) as answer:
        return bytes(answer.read())
