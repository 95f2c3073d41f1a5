"""Posts are saved and recorded in one transaction; the same post twice is one post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from tanggap.base.db import writing
from tanggap.base.ids import public_id
from tanggap.base.rows import insert_keyed_rows, insert_rows
from tanggap.channels.contract import Audience, IncomingPost
from tanggap.inbox.events import post_received
from tanggap.inbox.models import Post, PostState, Waiting
from tanggap.people.actions import KnownAuthor, Person, know_authors
from tanggap.people.queries import withdrawn_at
from tanggap.people.sealing import seal_under
from tanggap.records.actions import append_entries
from tanggap.registry.models import OfficialAccount
from tanggap.threads.actions import NewRemoteId, NewThread, note_remote_ids, open_threads
from tanggap.threads.models import RemoteId
from tanggap.threads.queries import find_remote_ids

WAITING_COLUMNS = ("post_id", "state")
OPEN_TO_ALL = {Audience.PUBLIC.value, Audience.UNLISTED.value}
POST_COLUMNS = (
    "public_id",
    "thread_id",
    "remote_id",
    "author_id",
    "network",
    "account_id",
    "agency_id",
    "audience",
    "in_reply_to_id",
    "text",
    "language_given",
    "form",
    "received_at",
    "published_at",
    "entry_id",
)


@dataclass(frozen=True, slots=True)
class Received:
    """A post as a connector read it, and when its bytes arrived."""

    network: str
    received_at: datetime
    post: IncomingPost
    # The account that the network's event named, where it did.
    account_id: str = ""


@dataclass(slots=True)
class _Taken:
    """A post that is taken in, on its way to its row. Ids are 0 until they are known."""

    item: Received
    post: IncomingPost
    public_id: str
    author: Person
    account: OfficialAccount | None
    parent: RemoteId | None
    audience: str
    thread_id: int = 0
    remote_id: int = 0
    in_reply_to_id: int | None = None

    @property
    def is_sealed(self) -> bool:
        return is_sealed(self.audience, self.post.extra)

    @property
    def agency_public_id(self) -> str | None:
        return self.account.agency.public_id if self.account else None


@dataclass(slots=True)
class _Batch:
    """What one network's part of a batch has to look up, once for all its posts."""

    network: str
    accounts: dict[str, OfficialAccount]
    known: dict[str, RemoteId]
    authors: dict[tuple[str, str], Person] = field(default_factory=dict)


def receive_posts(received: Sequence[Received]) -> int:
    """Save posts addressed to the government with their entries; returns how many were new.

    Posts that are addressed to nobody official, and answer nothing of ours, are not taken in.
    """
    if not received:
        return 0
    count = 0
    with writing():
        for network in dict.fromkeys(item.network for item in received):
            count += _receive(network, [item for item in received if item.network == network])
    return count


def is_sealed(audience: str, form: Any) -> bool:
    """Whether a post may be known to its officers only: by its audience, or because a form asked for it."""
    return audience not in OPEN_TO_ALL or bool(form.get("confidential"))


def _receive(network: str, items: list[Received]) -> int:
    batch = _look_up(network, items)
    fresh = _not_withdrawn(network, [item for item in _first_of_each(items) if _is_new_and_ours(item, batch)])
    if not fresh:
        return 0
    batch.authors = know_authors([_known_author(network, item) for item in fresh])
    # A reply that came in the same batch as the post it answers stands behind it.
    taken = [_taken(item, batch) for item in sorted(fresh, key=lambda item: bool(item.post.in_reply_to))]
    _save_threads(taken, batch)
    _save_remote_ids(taken, batch)
    entries = _record(taken)
    ids = insert_rows(Post, POST_COLUMNS, [_row(one, entry, batch) for one, entry in zip(taken, entries, strict=True)])
    insert_keyed_rows(Waiting, WAITING_COLUMNS, [(id_, PostState.RECEIVED.value) for id_ in ids])
    return len(taken)


def _look_up(network: str, items: list[Received]) -> _Batch:
    ids = {item.post.remote_id for item in items} | {item.post.in_reply_to for item in items}
    ids |= {item.post.thread_id for item in items}
    named = {account for item in items for account in (*item.post.addressed_to, item.account_id) if account}
    accounts = OfficialAccount.objects.select_related("agency").filter(network=network, remote_id__in=named)
    return _Batch(network, {a.remote_id: a for a in accounts}, find_remote_ids(network, ids))


def _first_of_each(items: list[Received]) -> list[Received]:
    return list({item.post.remote_id: item for item in reversed(items)}.values())[::-1]


def _is_new_and_ours(item: Received, batch: _Batch) -> bool:
    if item.post.remote_id in batch.known or item.post.author.remote_id in batch.accounts:
        return False
    return _account_of(item, batch) is not None or item.network == "webform" or _answers_us(item, batch)


def _not_withdrawn(network: str, items: list[Received]) -> list[Received]:
    """Posts without those that their authors took back before they came; nothing is kept of these."""
    asked = {key for item in items for key in _withdrawal_keys(item.post)}
    gone = withdrawn_at(network, asked) if asked else {}
    if not gone:
        return items
    return [item for item in items if not _is_withdrawn(item.post, gone)]


def _withdrawal_keys(post: IncomingPost) -> tuple[tuple[str, str], ...]:
    """The post as its author took it back, or as the network did; then all of the author's."""
    author = post.author.remote_id
    return (author, post.remote_id), ("", post.remote_id), (author, "")


def _is_withdrawn(post: IncomingPost, gone: dict[tuple[str, str], datetime]) -> bool:
    by_author, by_network, whole_account = _withdrawal_keys(post)
    if by_author in gone or by_network in gone:
        return True
    # Servers end an account for a while too: what it says it wrote after its end is new.
    ended = gone.get(whole_account)
    return ended is not None and (post.published_at is None or post.published_at <= ended)


def _account_of(item: Received, batch: _Batch) -> OfficialAccount | None:
    for name in (*item.post.addressed_to, item.account_id):
        if name in batch.accounts:
            return batch.accounts[name]
    return None


def _answers_us(item: Received, batch: _Batch) -> bool:
    parent = batch.known.get(item.post.in_reply_to)
    return parent is not None and parent.author_id is None


def _known_author(network: str, item: Received) -> KnownAuthor:
    author = item.post.author
    return KnownAuthor(
        network=network,
        remote_id=author.remote_id,
        handle=author.handle,
        name=author.name,
        inbox=author.inbox,
        shared_inbox=author.shared_inbox,
        profile_url=author.profile_url,
        is_bot=author.is_bot,
        language=item.post.language,
    )


def _taken(item: Received, batch: _Batch) -> _Taken:
    post, parent = item.post, batch.known.get(item.post.in_reply_to)
    account = _account_of(item, batch)
    if account is None and parent is not None:
        account = parent.thread.account
    author = batch.authors[(batch.network, post.author.remote_id)]
    return _Taken(item, post, public_id(), author, account, parent, str(post.audience))


def _save_threads(taken: list[_Taken], batch: _Batch) -> None:
    """Each post joins its parent's thread, known or in this batch, or begins one."""
    begun: dict[str, str] = {}
    roots: list[_Taken] = []
    for one in taken:
        parent = one.parent or batch.known.get(one.post.thread_id)
        if parent is not None:
            one.thread_id = parent.thread_id
            continue
        root = begun.get(one.post.in_reply_to)
        begun[one.post.remote_id] = root or one.post.remote_id
        if root is None:
            roots.append(one)
    ids = open_threads(
        [
            NewThread(batch.network, one.audience, one.account.id if one.account else None, one.item.received_at)
            for one in roots
        ]
    )
    by_root = {one.post.remote_id: id_ for one, id_ in zip(roots, ids, strict=True)}
    for one in taken:
        one.thread_id = one.thread_id or by_root[begun[one.post.remote_id]]


def _save_remote_ids(taken: list[_Taken], batch: _Batch) -> None:
    ids = note_remote_ids(
        [
            NewRemoteId(batch.network, one.post.remote_id, one.thread_id, one.audience, one.author.id, one.post.url)
            for one in taken
        ]
    )
    own = {one.post.remote_id: id_ for one, id_ in zip(taken, ids, strict=True)}
    for one, id_ in zip(taken, ids, strict=True):
        one.remote_id = id_
        one.in_reply_to_id = one.parent.id if one.parent else own.get(one.post.in_reply_to)


def _record(taken: list[_Taken]) -> list[int]:
    payloads = seal_under([(one.author.key_id, one.author.wrapped, _private_part(one.post)) for one in taken])
    return append_entries(
        [
            post_received(
                one.public_id,
                one.item.network,
                one.audience,
                one.item.received_at,
                one.agency_public_id,
                sealed,
                hold=one.is_sealed,
            )
            for one, sealed in zip(taken, payloads, strict=True)
        ]
    )


def _private_part(post: IncomingPost) -> dict[str, str]:
    return {"author": post.author.remote_id, "id": post.remote_id, "text": post.text}


def _row(one: _Taken, entry_id: int, batch: _Batch) -> tuple[Any, ...]:
    account = one.account
    return (
        one.public_id,
        one.thread_id,
        one.remote_id,
        one.author.id,
        batch.network,
        account.id if account else None,
        account.agency_id if account else None,
        one.audience,
        one.in_reply_to_id,
        one.post.text,
        one.post.language[:12],
        orjson.dumps(dict(one.post.extra)).decode() if one.post.extra else "{}",
        one.item.received_at,
        one.post.published_at,
        entry_id,
    )
