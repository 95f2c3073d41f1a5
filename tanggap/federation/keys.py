"""Keys of other accounts, nearest first: this process, the database, and last their own server, inside the request."""

from __future__ import annotations

import threading
import time
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

import structlog
from django.conf import settings
from django.db import DatabaseError

from tanggap.base.http import door
from tanggap.channels.contract import Author
from tanggap.federation.actions import forget_remote_keys, keep_remote_key
from tanggap.federation.actors import instance_actor, private_key_of
from tanggap.federation.envelope import author_line
from tanggap.federation.fetch import CannotFetch, Fetcher
from tanggap.federation.gate import Busy
from tanggap.federation.models import RemoteKey
from tanggap.federation.remote import RemoteActor, also_known_as, author_in
from tanggap.federation.signatures.cavage import sign_cavage
from tanggap.federation.signatures.keys import PrivateKey, PublicKey, load_public
from tanggap.registry.queries import signing_key

MOST_KEPT = 8192
# Another process may have renewed or erased a key, so each is looked up again after a while.
KEEP_SECONDS = 600.0
RENEW_AFTER = 7 * 24 * 3600.0
# A failed signature asks for a newer key no more often than this.
RENEW_PAUSE = 60.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key that is ready to judge, and the line about its owner that goes before what they send."""

    key_id: str
    owner: str
    public: PublicKey
    line: bytes
    fetched_at: float
    kept_until: float = 0.0


class KeyRing:
    """The keys of a web process."""

    def __init__(self, fetcher: Fetcher):
        self._fetcher = fetcher
        self._kept: dict[str, KnownKey] = {}
        self._lock = threading.Lock()

    def known(self, key_id: str) -> KnownKey | None:
        """A key without asking anybody else."""
        kept = self._kept.get(key_id)
        if kept is not None and kept.kept_until > time.monotonic():
            return kept
        row = RemoteKey.objects.filter(key_id=key_id).first()
        return self._keep(_from_row(row)) if row else None

    def key(self, key_id: str) -> KnownKey:
        """A key, fetched if need be. Raises CannotFetch and Busy."""
        known = self.known(key_id)
        if known is None:
            return self._fetch(key_id)
        if known.fetched_at < time.time() - RENEW_AFTER:
            return self._renewed(known)
        return known

    def newer(self, known: KnownKey) -> KnownKey | None:
        """Another key under the same name, for a signature that did not fit; None if there is none."""
        if known.fetched_at > time.time() - RENEW_PAUSE:
            return None
        fresh = self._renewed(known)
        return fresh if fresh.line != known.line or fresh.public != known.public else None

    def forget(self, owner: str) -> None:
        """Forget the keys of an account that changed or is gone."""
        with self._lock:
            for key_id in [key_id for key_id, kept in self._kept.items() if kept.owner == owner]:
                del self._kept[key_id]
        forget_remote_keys(owner)

    def moved_to(self, actor: str, target: str) -> Author | None:
        """The account that an account moved to; None unless it says that it is the same. Raises CannotFetch and Busy.

        Also raises Malformed, where it says so and cannot be written to.
        """
        document = self._fetcher.document(target)
        return author_in(document) if actor in also_known_as(document) else None

    def is_gone(self, actor: str) -> bool:
        """Whether an account's own server says that it is no more. Raises CannotFetch and Busy."""
        try:
            self._fetcher.document(actor)
        except CannotFetch as error:
            if error.gone:
                return True
            raise
        return False

    def _fetch(self, key_id: str) -> KnownKey:
        found = self._fetcher.actor_of_key(key_id, meanwhile=lambda: key_id in self._kept)
        if found is None:
            return self._kept.get(key_id) or self._fetch(key_id)
        return self._keep(_saved(found))

    def _renewed(self, known: KnownKey) -> KnownKey:
        """The key as its server shows it now; where that cannot be asked, the one we have goes on."""
        try:
            found = self._fetcher.actor_of_key(known.key_id)
        except (CannotFetch, Busy) as error:
            if isinstance(error, Busy) or error.passing:
                return self._keep(replace(known, fetched_at=time.time()))
            raise
        assert found is not None
        return self._keep(_saved(found))

    def _keep(self, key: KnownKey) -> KnownKey:
        key = replace(key, kept_until=time.monotonic() + KEEP_SECONDS)
        with self._lock:
            if len(self._kept) >= MOST_KEPT and key.key_id not in self._kept:
                del self._kept[next(iter(self._kept))]
            self._kept[key.key_id] = key
        return key


@lru_cache(maxsize=1)
def ring() -> KeyRing:
    """The process's one ring."""
    return KeyRing(Fetcher(door, InstanceSigner(), allow_http=settings.BASE_URL.startswith("http://")))


class InstanceSigner:
    """Signs our requests for documents as the installation's own actor, since many servers answer nobody else."""

    def __init__(self) -> None:
        self._key: tuple[str, PrivateKey] | None = None

    def __call__(self, url: str) -> dict[str, str]:
        if self._key is None:
            actor, row = instance_actor(), signing_key(None)
            if actor is None or row is None:
                return {}
            self._key = actor.facts.key_id, private_key_of(row)
        key_id, key = self._key
        return sign_cavage("GET", url, None, key_id=key_id, key=key, at=time.time())


def _saved(found: RemoteActor) -> KnownKey:
    try:
        keep_remote_key(found)
    except DatabaseError as error:
        # The key is proven all the same; it is only fetched once more.
        log.warning("remote_key_not_kept", error=type(error).__name__)
    return KnownKey(
        found.key.key_id, found.key.owner, load_public(found.key.pem), author_line(found.author), time.time()
    )


def _from_row(row: RemoteKey) -> KnownKey:
    author = Author(remote_id=row.owner, **{name: row.author[name] for name in _FACTS if name in row.author})
    return KnownKey(row.key_id, row.owner, load_public(row.public_pem), author_line(author), row.fetched_at.timestamp())


_FACTS = tuple(name for name in asdict(Author("")) if name != "remote_id")
