"""Somebody as their network describes them, before we know them: cut to what both databases can keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from tanggap.people.errors import NotAnAuthor
from tanggap.people.models import HANDLE_LENGTH, NAME_LENGTH, REMOTE_ID_LENGTH

AuthorKey = tuple[str, str]
HOST_LENGTH, LANGUAGE_LENGTH = 255, 10


class Person(NamedTuple):
    """Somebody whom we know, as far as a post of theirs needs it: their identity's row, and the key that seals."""

    id: int
    key_id: int
    wrapped: bytes | None


@dataclass(frozen=True, slots=True)
class KnownAuthor:
    """Texts are cut to what is kept; a remote id is kept whole or refused. Raises NotAnAuthor."""

    network: str
    remote_id: str
    handle: str = ""
    name: str = ""
    inbox: str = ""
    shared_inbox: str = ""
    profile_url: str = ""
    host: str = ""
    language: str = ""
    is_bot: bool = False

    def __post_init__(self) -> None:
        if not self.host:
            object.__setattr__(self, "host", _host_of(self.remote_id))
        if not self._can_be_kept():
            self._mend()

    @property
    def key(self) -> AuthorKey:
        """By what an author is known: the network and its own id."""
        return self.network, self.remote_id

    def _can_be_kept(self) -> bool:
        """Whether everything fits as it is, which is nearly always so; every arriving post asks."""
        addresses = self.remote_id + self.inbox + self.shared_inbox + self.profile_url
        words = addresses + self.handle + self.name + self.host + self.language
        plain = bool(self.remote_id) and words.isascii() and "\0" not in words
        short = len(self.handle) <= HANDLE_LENGTH and len(self.name) <= NAME_LENGTH and len(self.host) <= HOST_LENGTH
        return plain and short and len(addresses) <= REMOTE_ID_LENGTH and len(self.language) <= LANGUAGE_LENGTH

    def _mend(self) -> None:
        kept = _storable(self.remote_id)
        if kept != self.remote_id or not 0 < len(kept.encode()) <= REMOTE_ID_LENGTH:
            raise NotAnAuthor(f"an author's id must have 1 to {REMOTE_ID_LENGTH} bytes of text")
        limits = {"handle": HANDLE_LENGTH, "name": NAME_LENGTH, "host": HOST_LENGTH, "language": LANGUAGE_LENGTH}
        for name, length in limits.items():
            object.__setattr__(self, name, _storable(getattr(self, name))[:length])
        for name in ("inbox", "shared_inbox", "profile_url"):
            address = getattr(self, name)
            # A shortened address would be another address.
            if len(address) > REMOTE_ID_LENGTH or _storable(address) != address:
                object.__setattr__(self, name, "")


def _storable(text: str) -> str:
    """A text without NUL and without halves of surrogate pairs."""
    return text.encode(errors="replace").decode().replace("\0", "")


def _host_of(remote_id: str) -> str:
    if "://" not in remote_id:
        return ""
    try:
        return urlsplit(remote_id).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
