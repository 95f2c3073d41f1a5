"""A stored message in the contract's words."""

from __future__ import annotations

from typing import Any

from tanggap.channels.contract import Audience, Author, OutgoingMessage
from tanggap.outbox.actions.submit import note_url
from tanggap.outbox.models import PASSING, Delivery, Message
from tanggap.outbox.text import as_spoken, paragraphs
from tanggap.people.models import Identity


def outgoing(delivery: Delivery) -> OutgoingMessage:
    """The message of a delivery, addressed to its recipient, as a connector sends it."""
    message = delivery.message
    text = as_spoken(message)
    recipient = _author(delivery.identity or message.recipient, delivery.address)
    return OutgoingMessage(
        message_id=message.public_id,
        url=note_url(message.public_id),
        text=text,
        html=paragraphs(text),
        audience=Audience(message.audience),
        account_id=message.account.remote_id if message.account else "",
        language=message.language,
        in_reply_to=message.replies_to.remote_id if message.replies_to else "",
        recipient=recipient,
        corrects=note_url(message.corrects.public_id) if message.corrects else "",
        published_at=message.signed_at,
        extra={
            **_without_passing(message),
            "kind": message.kind,
            "subject": message.subject,
            "address": delivery.address,
        },
    )


def _without_passing(message: Message) -> dict[str, Any]:
    return {name: value for name, value in message.extra.items() if name != PASSING}


def _author(identity: Identity | None, address: str) -> Author | None:
    if identity is None:
        return None
    return Author(
        remote_id=identity.remote_id,
        handle=identity.handle,
        name="",
        inbox=address or identity.inbox,
        shared_inbox=identity.shared_inbox,
    )
