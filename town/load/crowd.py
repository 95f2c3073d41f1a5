"""Who posts: authors on servers, each server at a loopback address of its own, a few keys shared by many authors."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from town.keys import Keys, public_pem

FILE = "crowd.json"
# 127.0.0.1 is the machine itself; the servers of the crowd are 127.0.1.1 and on.
FIRST = 256
MOST_SERVERS = 60_000


@dataclass(frozen=True)
class Crowd:
    """Author `i` lives on server `i % servers` and signs with key `i % keys`. Every address begins with http://127."""

    folder: str
    authors: int
    servers: int
    port: int
    keys: int

    def address(self, server: int) -> str:
        """The loopback address of a server."""
        number = FIRST + server + server // 254 * 2 + 1
        return f"127.{number >> 16}.{number >> 8 & 255}.{number & 255}"

    def base(self, server: int) -> str:
        """The address of a server, as it stands before every path."""
        return f"http://{self.address(server)}:{self.port}"

    def actor(self, author: int) -> str:
        """An author's actor id; its key is `#main-key` there."""
        return f"{self.base(author % self.servers)}/users/a{author}"

    def inbox(self, author: int) -> str:
        """An author's own inbox."""
        return f"{self.actor(author)}/inbox"

    def shared_inbox(self, author: int) -> str:
        """The inbox of an author's whole server."""
        return f"{self.base(author % self.servers)}/inbox"

    def key(self, author: int) -> RSAPrivateKey:
        """An author's private key."""
        return self._private[author % self.keys]

    def public_pem(self, author: int) -> str:
        """An author's public key."""
        return self._public[author % self.keys]

    @cached_property
    def _private(self) -> list[RSAPrivateKey]:
        kept = Keys(Path(self.folder) / "keys")
        return [kept.private(f"key-{number}") for number in range(self.keys)]

    @cached_property
    def _public(self) -> list[str]:
        return [public_pem(key) for key in self._private]


def make_crowd(folder: Path, authors: int = 1000, servers: int = 200, port: int = 9100, keys: int = 16) -> Crowd:
    """A crowd whose keys stay in a folder, so that other processes find them and a second run is quick."""
    if not 0 < servers <= MOST_SERVERS:
        raise ValueError(f"between 1 and {MOST_SERVERS} servers")
    folder.mkdir(parents=True, exist_ok=True)
    crowd = Crowd(str(folder), authors, servers, port, keys)
    crowd.key(0)
    (folder / FILE).write_text(json.dumps(asdict(crowd)))
    return crowd


def load_crowd(folder: Path) -> Crowd:
    """The crowd that was made in a folder."""
    return Crowd(**json.loads((folder / FILE).read_text()) | {"folder": str(folder)})
