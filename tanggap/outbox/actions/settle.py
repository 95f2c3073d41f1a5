"""Deliveries are claimed, settled, and given up here. Every settle is conditional on its lease."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.work import claim, next_try, settle, settle_all, wake
from tanggap.base.work.leases import NO_LEASE
from tanggap.channels.contract import ConnectorError, Resend, Sent, gettext_noop
from tanggap.channels.plugins import connector
from tanggap.outbox.errors import NotStuck
from tanggap.outbox.events import message_delivered
from tanggap.outbox.models import PASSING, Delivery, DeliveryState, Message, MessageKind
from tanggap.outbox.queries import with_messages
from tanggap.records.actions import append_entries
from tanggap.records.acts import Act
from tanggap.threads.actions import NewRemoteId, key_of, note_remote_ids
from tanggap.threads.models import RemoteId

LEASE_SECONDS = 60
PAUSE_SECONDS = 10
MOST_ATTEMPTS = 12
INTERRUPTED = gettext_noop("We were interrupted while sending it. Look whether it is there before you send it again.")
# Where nothing is lost if nobody looks: these end quietly, the rest wait for a person.
NOBODY_ASKS = {MessageKind.ACKNOWLEDGEMENT, MessageKind.PROTOCOL, MessageKind.NEWS}


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one attempt to deliver: sent, or the error."""

    delivery: Delivery
    result: Sent | ConnectorError


def claim_deliveries(limit: int) -> list[Delivery]:
    """Take up to `limit` waiting deliveries under one lease, with their messages."""
    waiting = Delivery.objects.filter(state=DeliveryState.SIGNED)
    return with_messages(claim(waiting, limit, LEASE_SECONDS, state=DeliveryState.SENDING))


def free_deliveries() -> None:
    """Let go of deliveries whose sender died: nobody knows whether they arrived, and each network says what then."""
    at = now()
    expired = Delivery.objects.filter(state=DeliveryState.SENDING, lease_until__lt=at)
    rows = list(expired.values_list("id", "message__network")[:100])
    if not rows:
        return
    with writing():
        for delivery_id, network in rows:
            freed = Delivery.objects.filter(id=delivery_id, state=DeliveryState.SENDING, lease_until__lt=at)
            if connector(network).resend is Resend.PERSON:
                freed.update(state=DeliveryState.STUCK, reason=INTERRUPTED, **NO_LEASE)
            else:
                freed.update(state=DeliveryState.SIGNED, next_at=at, reason="interrupted", **NO_LEASE)


def put_back_deliveries(deliveries: Sequence[Delivery]) -> None:
    """Give deliveries back that were claimed but not tried, because too many wait for the same server."""
    if not deliveries:
        return
    at = now() + timedelta(seconds=PAUSE_SECONDS)
    with writing():
        for token, attempts in {(delivery.lease_token, delivery.attempts) for delivery in deliveries}:
            group = [d for d in deliveries if (d.lease_token, d.attempts) == (token, attempts)]
            settle_all(group, state=DeliveryState.SIGNED.value, attempts=attempts - 1, next_at=at)


def settle_deliveries(tried: Sequence[Tried]) -> None:
    """Write down what became of attempts; an answer that arrived makes its entry in the record."""
    if not tried:
        return
    with writing():
        arrived = [t for t in tried if isinstance(t.result, Sent)]
        _settle_arrived(arrived)
        for attempt in tried:
            if isinstance(attempt.result, ConnectorError):
                _settle_failed(attempt.delivery, attempt.result)


def retry_delivery(delivery_id: int) -> None:
    """A person lets a stuck delivery be tried again. Raises NotStuck."""
    with writing():
        freed = Delivery.objects.filter(id=delivery_id, state=DeliveryState.STUCK).update(
            state=DeliveryState.SIGNED, attempts=0, next_at=now(), reason=""
        )
        if not freed:
            raise NotStuck()
        wake("deliver")


def give_up_delivery(delivery_id: int) -> None:
    """A person lets a stuck delivery go; its reason stays with it. Raises NotStuck."""
    with writing():
        stuck = Delivery.objects.filter(id=delivery_id, state=DeliveryState.STUCK)
        if not stuck.update(state=DeliveryState.DROPPED):
            raise NotStuck()


def _settle_arrived(arrived: Sequence[Tried]) -> None:
    at = now()
    by_id = {t.delivery.id: t for t in arrived}
    settled: list[Tried] = []
    for token in {t.delivery.lease_token for t in arrived}:
        group = [t.delivery for t in arrived if t.delivery.lease_token == token]
        done = settle_all(group, state=DeliveryState.DELIVERED.value, delivered_at=at, address="", reason="")
        settled += [by_id[delivery.id] for delivery in done]
    _note_their_ids(settled)
    for t in settled:
        _forget_passing(t.delivery.message)
    append_entries([act for t in settled if (act := _entry(t.delivery, at)) is not None])


def _note_their_ids(settled: Sequence[Tried]) -> None:
    """Where the network gave the id, remember it, so that replies find the thread."""
    new: dict[bytes, NewRemoteId] = {}
    for t in settled:
        assert isinstance(t.result, Sent)
        message, remote_id = t.delivery.message, t.result.remote_id
        if message.network == "activitypub" or not remote_id:
            continue
        Delivery.objects.filter(id=t.delivery.id).update(remote_id=remote_id)
        if message.thread_id:
            new[key_of(message.network, remote_id)] = NewRemoteId(
                message.network, remote_id, message.thread_id, message.audience, url=t.result.url
            )
    known = {bytes(key) for key in RemoteId.objects.filter(key__in=list(new)).values_list("key", flat=True)}
    note_remote_ids([remote for key, remote in new.items() if key not in known])


def _entry(delivery: Delivery, at: datetime) -> Act | None:
    if not delivery.told:
        return None
    message = delivery.message
    agency = message.agency.public_id if message.agency else None
    return message_delivered(delivery.told, message.public_id, agency, at, hold=delivery.told.startswith("sealed:"))


def _forget_passing(message: Message) -> None:
    """Take out of our own copy what only its recipient may keep."""
    passing = message.extra.get(PASSING)
    if passing:
        rest = {name: value for name, value in message.extra.items() if name != PASSING}
        Message.objects.filter(id=message.id).update(text=message.text.replace(passing, "…"), extra=rest)


def _settle_failed(delivery: Delivery, error: ConnectorError) -> None:
    reason = error.shown[:200]
    if error.permanent or delivery.attempts >= MOST_ATTEMPTS:
        quiet = delivery.message.kind in NOBODY_ASKS
        state = DeliveryState.DROPPED if quiet else DeliveryState.STUCK
        if settle(delivery, state=state, reason=reason) and quiet:
            _forget_passing(delivery.message)
        return
    at = next_try(delivery.attempts)
    if error.retry_after:
        at = max(at, now() + timedelta(seconds=min(error.retry_after, 3600)))
    settle(delivery, state=DeliveryState.SIGNED, next_at=at, reason=reason)
