"""Messages are signed here: from now on they are the government's words, and only their delivery is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from django.conf import settings

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.ids import timely_id
from tanggap.base.rows import insert_rows
from tanggap.base.work import wake
from tanggap.channels.contract import Audience
from tanggap.outbox.errors import WiderAudience
from tanggap.outbox.models import PASSING, Delivery, DeliveryState, Message, MessageKind
from tanggap.people.models import Identity
from tanggap.registry.models import Agency, Mandate, Officer, OfficialAccount
from tanggap.threads.actions import NewRemoteId, note_remote_ids
from tanggap.threads.models import RemoteId

WIDTH = {"direct": 0, "followers": 1, "unlisted": 2, "public": 3}
# Networks on which we choose the id ourselves, so that a reply can be recognised before the delivery has settled.
OWN_IDS = {"activitypub"}
MESSAGE_COLUMNS = (
    "public_id",
    "kind",
    "network",
    "agency_id",
    "account_id",
    "mandate_id",
    "officer_id",
    "thread_id",
    "replies_to_id",
    "recipient_id",
    "subject",
    "text",
    "language",
    "audience",
    "corrects_id",
    "extra",
    "signed_at",
)
DELIVERY_COLUMNS = (
    "message_id",
    "identity_id",
    "address",
    "remote_id",
    "told",
    "state",
    "attempts",
    "next_at",
    "reason",
)


class Recipient(NamedTuple):
    """A person of whom only the row's id is at hand."""

    id: int


class Answered(NamedTuple):
    """What is answered, where no more of its row is at hand than this."""

    id: int
    audience: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be signed. `to` are its recipients; `addresses` shared inboxes, or an e-mail address."""

    kind: MessageKind
    network: str
    text: str
    audience: str = Audience.DIRECT.value
    agency: Agency | None = None
    account: OfficialAccount | None = None
    mandate: Mandate | None = None
    officer: Officer | None = None
    thread_id: int | None = None
    replies_to: RemoteId | Answered | None = None
    recipient: Identity | Recipient | None = None
    addresses: Sequence[str] = ()
    # A publication goes to its followers' inboxes, and to nobody if there are none.
    to_addresses_only: bool = False
    subject: str = ""
    language: str = ""
    corrects: Message | None = None
    told: str = ""
    # A part of the text that only its recipient may keep: gone from our own copy once the way there has ended.
    passing: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signed:
    """A message that is signed: its row, its public id and the moment."""

    id: int
    public_id: str
    network: str
    signed_at: datetime


def submit_messages(drafts: Sequence[Draft]) -> list[Signed]:
    """Sign messages and queue their deliveries, in bulk; returns them in order. Raises WiderAudience."""
    if not drafts:
        return []
    for draft in drafts:
        if draft.replies_to is not None and WIDTH[draft.audience] > WIDTH[draft.replies_to.audience]:
            raise WiderAudience()
    with writing():
        at = now()
        names = [timely_id() for _ in drafts]
        ids = insert_rows(Message, MESSAGE_COLUMNS, [_row(d, name, at) for d, name in zip(drafts, names, strict=True)])
        note_remote_ids(
            [
                NewRemoteId(d.network, note_url(name), d.thread_id, d.audience, url=note_url(name))
                for d, name in zip(drafts, names, strict=True)
                if d.thread_id is not None and d.network in OWN_IDS
            ]
        )
        deliveries = [row for id_, draft in zip(ids, drafts, strict=True) for row in _deliveries(id_, draft, at)]
        insert_rows(Delivery, DELIVERY_COLUMNS, deliveries)
        wake("deliver")
    return [Signed(id_, name, d.network, at) for id_, name, d in zip(ids, names, drafts, strict=True)]


def submit_protocol(
    account: OfficialAccount, recipient: Identity, activity: dict[str, Any], *, address: str = ""
) -> Signed:
    """Queue an act of a protocol, such as an Accept: the actor's key, no mandate, no entry."""
    draft = Draft(
        MessageKind.PROTOCOL,
        account.network,
        "",
        agency=account.agency,
        account=account,
        recipient=recipient,
        addresses=[address] if address else [],
        extra=activity,
    )
    [signed] = submit_messages([draft])
    return signed


def note_url(message_id: str) -> str:
    """The address of one of our messages, which is also its id on the fediverse."""
    return f"{settings.BASE_URL}/notes/{message_id}"


def _row(draft: Draft, name: str, at: datetime) -> tuple[Any, ...]:
    return (
        name,
        str(draft.kind),
        draft.network,
        _id(draft.agency),
        _id(draft.account),
        _id(draft.mandate),
        _id(draft.officer),
        draft.thread_id,
        _id(draft.replies_to),
        _id(draft.recipient),
        draft.subject,
        draft.text,
        draft.language,
        draft.audience,
        _id(draft.corrects),
        orjson.dumps(extra).decode() if (extra := _extra(draft)) else "{}",
        at,
    )


def _extra(draft: Draft) -> dict[str, Any]:
    return draft.extra | {PASSING: draft.passing} if draft.passing else draft.extra


def _deliveries(message_id: int, draft: Draft, at: datetime) -> list[tuple[Any, ...]]:
    def row(identity: int | None, address: str) -> tuple[Any, ...]:
        return (message_id, identity, address, "", draft.told, DeliveryState.SIGNED.value, 0, at, "")

    if draft.addresses or draft.to_addresses_only:
        return [row(None, address) for address in draft.addresses]
    return [row(_id(draft.recipient), "")]


def _id(thing: Any) -> int | None:
    return thing.id if thing is not None else None
