"""Threads and remote ids are made here, and reactions counted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.channels.contract import Reaction as ReactionEvent
from tanggap.threads.models import Reaction, ReactionState, RemoteId, Thread

COUNTED = {"like": "likes", "share": "shares"}


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


def open_threads(threads: Sequence[Thread]) -> list[Thread]:
    """Begin conversations, in bulk."""
    return Thread.objects.bulk_create(threads)


def note_remote_ids(new: Sequence[NewRemoteId]) -> list[RemoteId]:
    """Remember remote ids, in bulk. The caller has checked which are new."""
    return RemoteId.objects.bulk_create(
        [
            RemoteId(
                key=key_of(n.network, n.remote_id),
                network=n.network,
                remote_id=n.remote_id,
                url=n.url,
                thread_id=n.thread_id,
                author_id=n.author_id,
                audience=n.audience,
            )
            for n in new
        ]
    )


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
