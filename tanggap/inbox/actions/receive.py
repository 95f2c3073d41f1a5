"""Posts are saved and recorded in one transaction; the same post twice is one post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tanggap.base.db import writing
from tanggap.base.ids import public_id
from tanggap.channels.contract import Audience, IncomingPost
from tanggap.inbox.events import post_received
from tanggap.inbox.models import Post
from tanggap.people.actions import KnownAuthor, know_identities
from tanggap.people.models import Identity
from tanggap.people.sealing import seal_payloads
from tanggap.records.actions import append_entries
from tanggap.registry.models import OfficialAccount
from tanggap.threads.actions import NewRemoteId, note_remote_ids, open_threads
from tanggap.threads.models import RemoteId, Thread
from tanggap.threads.queries import find_remote_ids

OPEN_TO_ALL = {Audience.PUBLIC.value, Audience.UNLISTED.value}


@dataclass(frozen=True, slots=True)
class Received:
    """A post as a connector read it, and when its bytes arrived."""

    network: str
    received_at: datetime
    post: IncomingPost
    # The account that the network's event named, where it did.
    account_id: str = ""


@dataclass(slots=True)
class _Batch:
    """What one network's part of a batch has to look up, once for all its posts."""

    network: str
    items: list[Received]
    accounts: dict[str, OfficialAccount]
    known: dict[str, RemoteId]
    authors: dict[tuple[str, str], Identity] = field(default_factory=dict)


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


def is_sealed(audience: str, form: dict[str, Any]) -> bool:
    """Whether a post may be known to its officers only: by its audience, or because a form asked for it."""
    return audience not in OPEN_TO_ALL or bool(form.get("confidential"))


def _receive(network: str, items: list[Received]) -> int:
    batch = _look_up(network, items)
    taken = [item for item in _first_of_each(items) if _is_new_and_ours(item, batch)]
    if not taken:
        return 0
    batch.authors = know_identities([_known_author(network, item) for item in taken])
    posts = [_new_post(item, batch) for item in _parents_first(taken)]
    _save_threads(posts, taken, batch)
    _record(posts)
    Post.objects.bulk_create(posts)
    return len(posts)


def _look_up(network: str, items: list[Received]) -> _Batch:
    ids = {item.post.remote_id for item in items} | {item.post.in_reply_to for item in items}
    ids |= {item.post.thread_id for item in items}
    named = {account for item in items for account in (*item.post.addressed_to, item.account_id) if account}
    accounts = OfficialAccount.objects.select_related("agency").filter(network=network, remote_id__in=named)
    return _Batch(network, items, {a.remote_id: a for a in accounts}, find_remote_ids(network, ids))


def _first_of_each(items: list[Received]) -> list[Received]:
    return list({item.post.remote_id: item for item in reversed(items)}.values())[::-1]


def _is_new_and_ours(item: Received, batch: _Batch) -> bool:
    if item.post.remote_id in batch.known or item.post.author.remote_id in batch.accounts:
        return False
    return _account_of(item, batch) is not None or item.network == "webform" or _answers_us(item, batch)


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
        is_bot=author.is_bot,
        language=item.post.language,
    )


def _parents_first(taken: list[Received]) -> list[Received]:
    """A reply that came in the same batch as the post it answers stands behind it."""
    return sorted(taken, key=lambda item: bool(item.post.in_reply_to))


def _new_post(item: Received, batch: _Batch) -> Post:
    account, post = _account_of(item, batch), item.post
    parent = batch.known.get(post.in_reply_to)
    if account is None and parent is not None:
        account = parent.thread.account
    return Post(
        public_id=public_id(),
        author=batch.authors[(batch.network, post.author.remote_id)],
        network=batch.network,
        account=account,
        agency=account.agency if account else None,
        audience=str(post.audience),
        in_reply_to=parent,
        text=post.text,
        language_given=post.language[:12],
        form=dict(post.extra),
        received_at=item.received_at,
        published_at=post.published_at,
    )


def _save_threads(posts: list[Post], taken: list[Received], batch: _Batch) -> None:
    ordered = _parents_first(taken)
    fresh: dict[str, Thread] = {}
    threads: list[Thread] = []
    for post, item in zip(posts, ordered, strict=True):
        parent = batch.known.get(item.post.in_reply_to) or batch.known.get(item.post.thread_id)
        thread = parent.thread if parent else fresh.get(item.post.in_reply_to)
        if thread is None:
            thread = Thread(
                public_id=public_id(),
                network=batch.network,
                audience=post.audience,
                account=post.account,
                created_at=post.received_at,
            )
            threads.append(thread)
        fresh[item.post.remote_id] = thread
        post.thread = thread
    open_threads(threads)
    remotes = note_remote_ids(
        [
            NewRemoteId(batch.network, i.post.remote_id, p.thread.id, p.audience, p.author.id, i.post.url)
            for p, i in zip(posts, ordered, strict=True)
        ]
    )
    own = {remote.remote_id: remote for remote in remotes}
    for post, item, remote in zip(posts, ordered, remotes, strict=True):
        post.thread_id = post.thread.id
        post.remote = remote
        post.in_reply_to = post.in_reply_to or own.get(item.post.in_reply_to)


def _record(posts: list[Post]) -> None:
    payloads = seal_payloads(
        [
            (post.author.citizen, {"author": post.author.remote_id, "id": post.remote.remote_id, "text": post.text})
            for post in posts
        ]
    )
    acts = [
        post_received(
            post,
            post.agency.public_id if post.agency else None,
            sealed,
            hold=is_sealed(post.audience, post.form),
        )
        for post, sealed in zip(posts, payloads, strict=True)
    ]
    for post, entry_id in zip(posts, append_entries(acts), strict=True):
        post.entry_id = entry_id
