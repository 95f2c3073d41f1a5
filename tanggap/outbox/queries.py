"""Deliveries with what their sending needs: looked up once for a batch, since many share a message and an account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from tanggap.base.rows import among
from tanggap.outbox.models import Delivery, Message
from tanggap.people.models import Identity
from tanggap.registry.models import Agency, OfficialAccount
from tanggap.threads.models import RemoteId


def with_messages(deliveries: list[Delivery]) -> list[Delivery]:
    """The same deliveries, each with its message and all that stands around it."""
    messages = _by_id(Message, (delivery.message_id for delivery in deliveries))
    _join(messages.values(), "account", OfficialAccount)
    _join(messages.values(), "agency", Agency)
    _join(messages.values(), "replies_to", RemoteId, "remote_id")
    _join(messages.values(), "corrects", Message, "public_id")
    wanted = [m.recipient_id for m in messages.values()] + [d.identity_id for d in deliveries]
    people = _by_id(Identity, wanted, "remote_id", "handle", "inbox", "shared_inbox")
    for message in messages.values():
        message.recipient = people.get(message.recipient_id)
    for delivery in deliveries:
        delivery.message, delivery.identity = messages[delivery.message_id], people.get(delivery.identity_id)
    return deliveries


def _join(messages: Iterable[Message], name: str, model: type[models.Model], *columns: str) -> None:
    found = _by_id(model, (getattr(message, f"{name}_id") for message in messages), *columns)
    for message in messages:
        setattr(message, name, found.get(getattr(message, f"{name}_id")))


def _by_id(model: type[models.Model], ids: Iterable[int | None], *columns: str) -> dict[int | None, Any]:
    """Rows by their id; of large ones the columns that sending needs."""
    wanted = {id_ for id_ in ids if id_}
    rows = model._base_manager.filter(pk__in=among(wanted))
    return {row.pk: row for row in (rows.only(*columns) if columns else rows)} if wanted else {}
