"""Threads and remote ids are made here, and reactions counted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from tanggap.base.clock import now
from tanggap.base.db import writing
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
    return _digest(network, remote_id)


def open_threads(new: Sequence[NewThread]) -> list[int]:
    """Begin conversations, in bulk; returns their ids in order."""
    rows = [(n.network, n.audience, n.account_id, n.created_at) for n in new]
    return insert_rows(Thread, ("network", "audience", "account_id", "created_at"), rows)


def note_remote_ids(new: Sequence[NewRemoteId]) -> list[int]:
    """Remember remote ids, in bulk; returns the rows' ids in order. The caller has checked which are new."""
    rows = [
        (key_of(n.network, n.remote_id), n.network, n.remote_id, n.url, n.thread_id, n.author_id, n.audience, 0, 0)
        for n in new
    ]
    return insert_rows(RemoteId, REMOTE_ID_COLUMNS, rows)


def count_reactions(network: str, reactions: Sequence[ReactionEvent]) -> None:
    """Count likes and shares of posts that we know: one of a kind for each author, none after its withdrawal.

    A withdrawal that names the post takes back all that the author said of that kind, whatever the ids were.
    """
    with writing():
        for reaction in reactions:
            if reaction.kind in COUNTED:
                _heed(network, reaction)


def _heed(network: str, event: ReactionEvent) -> None:
    key = _digest(network, event.remote_id, event.author_id)
    known = Reaction.objects.filter(key=key).first()
    target_id = known.target_id if known else _target_of(network, event.post_id)
    if target_id is None:
        return
    kind = known.kind if known else event.kind
    # Whoever counts at the same time waits here.
    RemoteId.objects.select_for_update().get(id=target_id)
    voice = _digest(network, event.author_id, str(target_id), kind)
    before = _stands(voice)
    if event.withdrawn:
        _withdraw(event, key, voice, target_id, kind)
    else:
        Reaction.objects.get_or_create(
            key=key, defaults={"voice": voice, "target_id": target_id, "kind": kind, "at": now()}
        )
    change = _stands(voice) - before
    if change:
        column = COUNTED[kind]
        RemoteId.objects.filter(id=target_id).update(**{column: F(column) + change})


def _withdraw(event: ReactionEvent, key: bytes, voice: bytes, target_id: int, kind: str) -> None:
    standing = Reaction.objects.filter(state=ReactionState.STANDS)
    (standing.filter(voice=voice) if event.post_id else standing.filter(key=key)).update(state=ReactionState.WITHDRAWN)
    # What is taken back before it arrives does not count when it does.
    gone = {"voice": voice, "target_id": target_id, "kind": kind, "at": now(), "state": ReactionState.WITHDRAWN}
    Reaction.objects.get_or_create(key=key, defaults=gone)


def _stands(voice: bytes) -> bool:
    return Reaction.objects.filter(voice=voice, state=ReactionState.STANDS).exists()


def _target_of(network: str, post_id: str) -> int | None:
    rows = RemoteId.objects.filter(key=key_of(network, post_id)).values_list("id", flat=True)
    return rows.first() if post_id else None


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode()).digest()[:16]
