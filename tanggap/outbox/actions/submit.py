"""Messages are signed here: from now on they are the government's words, and only their delivery is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.ids import public_id
from tanggap.base.work import wake
from tanggap.channels.contract import Audience
from tanggap.outbox.errors import WiderAudience
from tanggap.outbox.models import Delivery, DeliveryState, Message, MessageKind
from tanggap.people.models import Identity
from tanggap.registry.models import Agency, Mandate, Officer, OfficialAccount
from tanggap.threads.actions import NewRemoteId, note_remote_ids
from tanggap.threads.models import RemoteId, Thread

WIDTH = {Audience.DIRECT: 0, Audience.FOLLOWERS: 1, Audience.UNLISTED: 2, Audience.PUBLIC: 3}
# Networks on which we choose the id ourselves, so that a reply can be recognised before the delivery has settled.
OWN_IDS = {"activitypub"}


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
    thread: Thread | None = None
    replies_to: RemoteId | None = None
    recipient: Identity | None = None
    addresses: Sequence[str] = ()
    # A publication goes to its followers' inboxes, and to nobody if there are none.
    to_addresses_only: bool = False
    subject: str = ""
    language: str = ""
    corrects: Message | None = None
    told: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


def submit_messages(drafts: Sequence[Draft]) -> list[Message]:
    """Sign messages and queue their deliveries, in bulk. Raises WiderAudience."""
    if not drafts:
        return []
    for draft in drafts:
        if (
            draft.replies_to is not None
            and WIDTH[Audience(draft.audience)] > WIDTH[Audience(draft.replies_to.audience)]
        ):
            raise WiderAudience()
    with writing():
        at = now()
        messages = Message.objects.bulk_create([_message(draft, at) for draft in drafts])
        note_remote_ids(
            [
                NewRemoteId(m.network, note_url(m.public_id), d.thread.id, m.audience, url=note_url(m.public_id))
                for m, d in zip(messages, drafts, strict=True)
                if d.thread is not None and m.network in OWN_IDS
            ]
        )
        Delivery.objects.bulk_create(
            [delivery for m, d in zip(messages, drafts, strict=True) for delivery in _deliveries(m, d, at)]
        )
        wake("deliver")
    return messages


def submit_protocol(
    account: OfficialAccount, recipient: Identity, activity: dict[str, Any], *, address: str = ""
) -> Message:
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
    [message] = submit_messages([draft])
    return message


def note_url(message_id: str) -> str:
    """The address of one of our messages, which is also its id on the fediverse."""
    return f"{settings.BASE_URL}/notes/{message_id}"


def _message(draft: Draft, at: Any) -> Message:
    return Message(
        public_id=public_id(),
        kind=draft.kind,
        network=draft.network,
        agency=draft.agency,
        account=draft.account,
        mandate=draft.mandate,
        officer=draft.officer,
        thread=draft.thread,
        replies_to=draft.replies_to,
        recipient=draft.recipient,
        subject=draft.subject,
        text=draft.text,
        language=draft.language,
        audience=draft.audience,
        corrects=draft.corrects,
        extra=draft.extra,
        signed_at=at,
    )


def _deliveries(message: Message, draft: Draft, at: Any) -> list[Delivery]:
    def delivery(**target: Any) -> Delivery:
        return Delivery(message=message, state=DeliveryState.SIGNED, next_at=at, told=draft.told, **target)

    if draft.addresses or draft.to_addresses_only:
        return [delivery(address=address) for address in draft.addresses]
    if draft.recipient is not None:
        return [delivery(identity=draft.recipient)]
    return [delivery()]
