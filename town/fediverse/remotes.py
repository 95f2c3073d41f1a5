"""Actors of other servers: found by WebFinger, fetched once, kept; their keys fetched again when one does not fit."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from town.fediverse.outside import ACTIVITY_JSON, NotReached, Outside
from town.fediverse.signatures import BadSignature, sign
from town.keys import Keys
from town.store import Store

INSTANCE = "pos-ronda"
FRESH_SECONDS = 600.0


@dataclass(frozen=True)
class Remote:
    """What is known of an actor elsewhere."""

    uri: str
    handle: str
    name: str
    inbox: str
    shared_inbox: str
    key_id: str
    key_pem: str
    fetched: float

    @property
    def door(self) -> str:
        """Where activities for this actor go."""
        return self.shared_inbox or self.inbox


class Remotes:
    """The town's address book of strangers."""

    def __init__(self, base: str, store: Store, keys: Keys, outside: Outside):
        self._base, self._store, self._keys, self._outside = base, store, keys, outside

    def resolve(self, address: str, handle: str) -> Remote:
        """The actor behind a handle at a server's address (`http://host:port`). Raises NotReached."""
        name = f"acct:{handle}@{urlsplit(address).netloc}"
        asked = f"{address}/.well-known/webfinger?resource={quote(name, safe='')}"
        told = self._outside.get_json(asked, {"Accept": "application/jrd+json, application/json"})
        for link in told.get("links") or []:
            if isinstance(link, dict) and link.get("rel") == "self" and isinstance(link.get("href"), str):
                return self.fetch(link["href"])
        raise NotReached(f"no actor behind {name}")

    def known(self, uri: str) -> Remote | None:
        """An actor that was fetched before."""
        row = self._store.row("select * from remotes where uri = ?", uri)
        return Remote(*row) if row else None

    def get(self, uri: str) -> Remote:
        """A known actor, or a fetched one. Raises NotReached."""
        return self.known(uri) or self.fetch(uri)

    def fetch(self, uri: str) -> Remote:
        """Fetch an actor and keep it. Raises NotReached."""
        told = self._document(uri)
        if told.get("id") != uri or not isinstance(told.get("inbox"), str):
            raise NotReached(f"no actor at {uri}")
        key = _dictionary(told.get("publicKey"))
        handle = f"{told.get('preferredUsername', '')}@{urlsplit(uri).netloc}"
        name = str(told.get("name") or handle)
        shared = str(_dictionary(told.get("endpoints")).get("sharedInbox") or "")
        key_id, pem = str(key.get("id", "")), str(key.get("publicKeyPem", ""))
        found = Remote(uri, handle, name, told["inbox"], shared, key_id, pem, time.time())
        self._store.write("insert or replace into remotes values (?, ?, ?, ?, ?, ?, ?, ?)", *vars(found).values())
        return found

    def key_of(self, key_id: str) -> str:
        """The PEM of a key. Raises BadSignature."""
        known = self._store.value("select key_pem from remotes where key_id = ?", key_id)
        return str(known) if known else self.fresh_key_of(key_id)

    def fresh_key_of(self, key_id: str) -> str:
        """The PEM of a key, fetched anew; its owner must live where the key does. Raises BadSignature."""
        try:
            found = self.fetch(key_id.partition("#")[0])
        except NotReached as error:
            raise BadSignature("the key cannot be fetched") from error
        if found.key_id != key_id:
            raise BadSignature("the actor has another key")
        return found.key_pem

    def owner_of(self, key_id: str) -> str:
        """The actor that a key belongs to."""
        return str(self._store.value("select uri from remotes where key_id = ?", key_id) or "")

    def _document(self, uri: str) -> dict[str, Any]:
        key = self._keys.private(INSTANCE)
        signed = sign("GET", uri, None, f"{self._base}/actor#main-key", key)
        return self._outside.get_json(uri, signed | {"Accept": ACTIVITY_JSON})


def _dictionary(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
