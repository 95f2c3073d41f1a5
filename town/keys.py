"""One RSA key for each citizen, made when first needed and kept for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

BITS = 2048


class Keys:
    """A folder of keys by name."""

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self._known: dict[str, RSAPrivateKey] = {}
        self._lock = threading.Lock()

    def private(self, name: str) -> RSAPrivateKey:
        """The private key of somebody."""
        with self._lock:
            if name not in self._known:
                self._known[name] = self._load(name) or self._make(name)
            return self._known[name]

    def public_pem(self, name: str) -> str:
        """The public key of somebody, as it stands in an actor's document."""
        return public_pem(self.private(name))

    def make_all(self, names: Iterable[str], stop: threading.Event) -> None:
        """Make the missing keys one after the other, so that nobody waits for them later."""
        for name in names:
            if stop.is_set():
                return
            self.private(name)

    def _load(self, name: str) -> RSAPrivateKey | None:
        try:
            key = load_pem_private_key((self._folder / f"{name}.pem").read_bytes(), None)
        except FileNotFoundError:
            return None
        return key if isinstance(key, RSAPrivateKey) else None

    def _make(self, name: str) -> RSAPrivateKey:
        key = generate_private_key(65537, BITS)
        path = self._folder / f"{name}.pem"
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        fresh.rename(path)
        return key


def public_pem(key: RSAPrivateKey) -> str:
    """The public half, in PEM."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
