"""Threads and remote ids are made here, and reactions counted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.ids import public_id
from tanggap.base.rows import insert_rows
from tanggap.channels.contract import Reaction as ReactionEvent
from tanggap.threads.models import Reaction, ReactionState, RemoteId, Thread

COUNTED = {"like": "likes", "share": "shares"}


REMOTE_ID_COLUMNS = (
    "key",
    "network",
    "remote_id",
    "url",
    "thread_id",
    "author_id",
    "audience",
    "likes",
    "shares",
)


@dataclass(frozen=True, slots=True)
class NewThread:
    """A conversation that begins; `account_id` is the official account that it is with."""

    network: str
    audience: str
    account_id: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewRemoteId:
    """A post's or message's id on its network; `author_id` is None for the government's own."""

    network: str
    remote_id: str
    thread_id: int
    audience: str
    author_id: int | None = None
    url: str = ""


def key_of(network: str, remote_id: str) -> bytes:
    """The 16 bytes under which an id is looked up."""
    return hashlib.sha256(f"{network}\0{remote_id}".encode()).digest()[:16]


def open_threads(new: Sequence[NewThread]) -> list[int]:
    """Begin conversations, in bulk; returns their ids in order."""
    rows = [(public_id(), n.network, n.audience, n.account_id, n.created_at) for n in new]
    return insert_rows(Thread, ("public_id", "network", "audience", "account_id", "created_at"), rows)


def note_remote_ids(new: Sequence[NewRemoteId]) -> list[int]:
    """Remember remote ids, in bulk; returns the rows' ids in order. The caller has checked which are new."""
    rows = [
        (key_of(n.network, n.remote_id), n.network, n.remote_id, n.url, n.thread_id, n.author_id, n.audience, 0, 0)
        for n in new
    ]
    return insert_rows(RemoteId, REMOTE_ID_COLUMNS, rows)


def count_reactions(network: str, reactions: Sequence[ReactionEvent]) -> None:
    """Count likes and shares of posts that we know; each once, and never after its withdrawal."""
    with writing():
        for reaction in reactions:
            if reaction.kind in COUNTED:
                _count(network, reaction)


def _count(network: str, event: ReactionEvent) -> None:
    key = hashlib.sha256(f"{network}\0{event.remote_id}\0{event.author_id}".encode()).digest()[:16]
    if event.withdrawn:
        standing = Reaction.objects.filter(key=key, state=ReactionState.STANDS).first()
        if standing is None:
            return
        Reaction.objects.filter(id=standing.id).update(state=ReactionState.WITHDRAWN)
        column = COUNTED[standing.kind]
        RemoteId.objects.filter(id=standing.target_id, **{f"{column}__gt": 0}).update(**{column: F(column) - 1})
        return
    target = RemoteId.objects.filter(key=key_of(network, event.post_id)).first()
    if target is None:
        return
    _, is_new = Reaction.objects.get_or_create(key=key, defaults={"target": target, "kind": event.kind, "at": now()})
    if is_new:
        column = COUNTED[event.kind]
        RemoteId.objects.filter(id=target.id).update(**{column: F(column) + 1})
