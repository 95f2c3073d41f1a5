"""Acts of the protocol that arrived: they call down into channels, people, outbox and the desk.

None makes an entry but the end of an account, which takes back every post of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError

from tanggap.base.clock import now
from tanggap.base.db import can_pass, writing
from tanggap.base.ids import public_id
from tanggap.cases.actions import raise_notice
from tanggap.channels.actions import (
    add_follower,
    block_arrivals,
    end_follow,
    lift_block,
    note_block,
    remove_follower,
    settle_arrivals,
)
from tanggap.channels.contract import Author, Lane, Reaction
from tanggap.channels.models import Arrival, ArrivalState
from tanggap.federation.actions import drop_remote_keys, forget_remote_keys
from tanggap.federation.actors import NETWORK
from tanggap.federation.acts import Activity, Block, Flag, Follow, GoneActor, Move, Undone
from tanggap.federation.documents import accept
from tanggap.federation.envelope import open_envelope
from tanggap.federation.names import Malformed
from tanggap.federation.parse import load_activity, read_activity
from tanggap.inbox.actions import delete_posts_of
from tanggap.outbox.actions import submit_protocol
from tanggap.outbox.models import Message
from tanggap.people.actions import KnownAuthor, know_identities, mark_identity_back, mark_identity_gone, move_identity
from tanggap.people.models import Identity
from tanggap.registry.models import Agency, OfficialAccount
from tanggap.registry.queries import front_desk
from tanggap.threads.actions import count_reactions

# A key in use is fetched anew each week, so this one's owner has written nothing for about as long. Their address need
# not be kept: the key is had again from their own server when they write.
UNUSED_KEYS_KEPT = timedelta(days=90)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Read:
    """One arrival as it was read."""

    arrival: Arrival
    activity: Activity
    author: Author


def read_protocol(limit: int) -> int:
    """Read up to `limit` waiting acts of the protocol; returns how many were settled."""
    waiting = Arrival.objects.filter(state=ArrivalState.ARRIVED, lane=Lane.PROTOCOL, kind=NETWORK)
    settled = 0
    for arrival in waiting.order_by("id")[:limit]:
        try:
            read = _read(arrival)
            if _comes_too_soon(read):
                continue
            _heed(read)
        except Malformed as error:
            block_arrivals([(arrival.id, str(error))])
        except DatabaseError as error:
            if can_pass(error):
                raise
            log.error("arrival_stuck", error=type(error).__name__)
            block_arrivals([(arrival.id, f"could not be saved: {type(error).__name__}")])
        settled += 1
    return settled


def drop_unused_keys(limit: int) -> int:
    """Forget up to `limit` keys of accounts that have not written for long; returns how many."""
    return drop_remote_keys(now() - UNUSED_KEYS_KEPT, limit)


def _read(arrival: Arrival) -> _Read:
    author, raw = open_envelope(bytes(arrival.body))
    activity = read_activity(load_activity(raw))
    # Before a move stands what the door found of the account moved to.
    named = activity.act.target if isinstance(activity.act, Move) else activity.actor
    if author is None or author.remote_id != named:
        author = Author(remote_id=named)
    return _Read(arrival, activity, author)


def _comes_too_soon(read: _Read) -> bool:
    """An account that is gone takes its posts with it: also those that came before and nobody has read yet."""
    if not isinstance(read.activity.act, GoneActor):
        return False
    waiting = Arrival.objects.filter(state=ArrivalState.ARRIVED, lane=Lane.POSTS, kind=NETWORK)
    return waiting.filter(id__lt=read.arrival.id).exists()


def _heed(read: _Read) -> None:
    """What an act changes, and that it was read, in one transaction."""
    with writing():
        if settle_arrivals([read.arrival.id], Lane.PROTOCOL):
            act = read.activity.act
            handle = _HANDLERS.get(type(act))
            if handle is not None:
                handle(act, read.author)


def _follow(act: Follow, author: Author) -> None:
    account = _account(act.target)
    if account is None or (not author.inbox and not act.withdrawn):
        return
    identity = _identity(author)
    if act.withdrawn:
        remove_follower(account, identity)
        return
    # Servers end an account for a while too, and then say nothing of its return.
    mark_identity_back(identity)
    add_follower(account, identity, act.id)
    accept_id = f"{settings.BASE_URL}/acts/{public_id()}"
    submit_protocol(account, identity, accept(accept_id, act.target, act.id, act.actor), address=author.inbox)


def _block(act: Block, author: Author) -> None:
    account = _account(act.target)
    if account is not None:
        (lift_block if act.withdrawn else note_block)(account, _identity(author))


def _move(act: Move, author: Author) -> None:
    # The door has asked the other account whether it says the same.
    move_identity(NETWORK, act.actor, _known(author))


def _gone(act: GoneActor, author: Author) -> None:
    mark_identity_gone(NETWORK, act.actor)
    delete_posts_of(NETWORK, act.actor, now())
    # The door forgot them already; a post that was on its way at that moment may have brought one back.
    forget_remote_keys(act.actor)


def _undone(act: Undone, author: Author) -> None:
    """Named by its id alone it may be a follow, a like or a share, which are known by theirs."""
    if not end_follow(NETWORK, act.actor, act.activity_id):
        count_reactions(NETWORK, [Reaction("like", act.activity_id, act.actor, "", withdrawn=True)])


def _flag(act: Flag, author: Author) -> None:
    """A report goes to the desk of the agency whose account or message it names; else to the front desk."""
    agency = next(filter(None, map(_agency_of, act.objects)), None) or front_desk()
    raise_notice(agency, "report", act.words, about="\n".join(act.objects))


def _agency_of(url: str) -> Agency | None:
    account = _account(url)
    if account is not None:
        return account.agency
    start, _, message_id = url.rpartition("/")
    if start != f"{settings.BASE_URL}/notes":
        return None
    message = Message.objects.select_related("agency").filter(public_id=message_id[:26]).first()
    return message.agency if message else None


def _account(actor_id: str) -> OfficialAccount | None:
    ours = OfficialAccount.objects.published().select_related("agency")
    return ours.filter(network=NETWORK, remote_id=actor_id).first()


def _identity(author: Author) -> Identity:
    known = _known(author)
    return know_identities([known])[known.key]


def _known(author: Author) -> KnownAuthor:
    return KnownAuthor(
        network=NETWORK,
        remote_id=author.remote_id,
        handle=author.handle,
        name=author.name,
        inbox=author.inbox,
        shared_inbox=author.shared_inbox,
        profile_url=author.profile_url,
        is_bot=author.is_bot,
    )


_HANDLERS: dict[type, Callable[[Any, Author], None]] = {
    Follow: _follow,
    Block: _block,
    Move: _move,
    GoneActor: _gone,
    Flag: _flag,
    Undone: _undone,
}
