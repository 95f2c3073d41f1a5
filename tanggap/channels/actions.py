"""Arrivals are kept and settled here; connections, followers and blocks change here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection as database

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.rows import change_rows
from tanggap.base.work import wake
from tanggap.channels.contract import Lane
from tanggap.channels.credentials import seal_secrets
from tanggap.channels.models import Arrival, ArrivalState, BlockedBy, ConnectedAccount, Connection, Follower
from tanggap.people.models import Identity
from tanggap.registry.actions import open_form_account
from tanggap.registry.models import Agency, OfficialAccount


@dataclass(frozen=True, slots=True)
class NewArrival:
    """The bytes of one event, before they are kept. `event_id` is the network's own."""

    kind: str
    event_id: str
    body: bytes
    received_at: datetime
    lane: Lane = Lane.POSTS
    connection_id: int | None = None
    account_id: str = ""
    signer: str = ""

    @property
    def event_key(self) -> bytes:
        """16 bytes that stand for kind and event id."""
        return _digest(self.kind, self.event_id)


# One statement for whatever has gathered; an event that is known already is silently left as it is.
KEEP = """
INSERT INTO channels_arrival
    (kind, lane, event_key, connection_id, account_id_given, signer, body, received_at, state, reason)
VALUES {rows}
ON CONFLICT (event_key) DO NOTHING
"""
# Bytes of bodies.
LARGEST_STATEMENT = 1 << 20
KEPT_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, 'arrived', '')"


def keep_arrivals(arrivals: Sequence[NewArrival]) -> None:
    """Make arrivals durable in one transaction; those seen before have no second effect."""
    with writing():
        with database.cursor() as cursor:
            for some in _statements_of(arrivals):
                values = [value for arrival in some for value in _row(arrival)]
                cursor.execute(KEEP.format(rows=", ".join([KEPT_ROW] * len(some))), values)
        wake("work")


def _statements_of(arrivals: Sequence[NewArrival]) -> Iterator[list[NewArrival]]:
    """As many at once as a database's client may hold in one statement, beside its own copies of it."""
    some: list[NewArrival] = []
    size = 0
    for arrival in arrivals:
        some.append(arrival)
        size += len(arrival.body)
        if size > LARGEST_STATEMENT:
            yield some
            some, size = [], 0
    if some:
        yield some


def _row(arrival: NewArrival) -> tuple[Any, ...]:
    return (
        arrival.kind,
        arrival.lane.value,
        arrival.event_key,
        arrival.connection_id,
        arrival.account_id[:500],
        arrival.signer[:500],
        arrival.body,
        database.ops.adapt_datetimefield_value(arrival.received_at),
    )


def settle_arrivals(ids: Sequence[int], lane: Lane) -> list[int]:
    """Mark a lane's arrivals as read and drop their bytes and who signed them; returns those that still waited."""
    read = {"state": ArrivalState.READ.value, "body": b"", "signer": ""}
    # With the lane, the index of what waits finds each; without, PostgreSQL would walk all of it for each.
    return change_rows(Arrival, ids, read, where={"lane": lane.value, "state": ArrivalState.ARRIVED.value})


def block_arrivals(reasons: Iterable[tuple[int, str]]) -> None:
    """Put arrivals aside that cannot be read, with the reason that a person sees."""
    with writing():
        for arrival_id, reason in reasons:
            Arrival.objects.filter(id=arrival_id, state=ArrivalState.ARRIVED).update(
                state=ArrivalState.STUCK, reason=reason[:200]
            )


def replay_arrivals(ids: Sequence[int] | None = None) -> int:
    """Let stuck arrivals be read again (all of them without `ids`); returns how many."""
    with writing():
        stuck = Arrival.objects.filter(state=ArrivalState.STUCK)
        if ids is not None:
            stuck = stuck.filter(id__in=ids)
        count = stuck.update(state=ArrivalState.ARRIVED, reason="")
        wake("work")
    return count


def expire_arrivals(before: datetime, limit: int) -> int:
    """Drop the bytes of what has been stuck since `before`; the row stays with its reason. Returns how many."""
    with writing():
        stuck = Arrival.objects.filter(state=ArrivalState.STUCK, received_at__lt=before).order_by("received_at")
        ids = list(stuck.values_list("id", flat=True)[:limit])
        bare = {"state": ArrivalState.EXPIRED.value, "body": b"", "signer": "", "account_id_given": ""}
        return len(change_rows(Arrival, ids, bare, where={"state": ArrivalState.STUCK.value}))


def connect_account(
    account: OfficialAccount, kind: str, settings: dict[str, Any] | None = None, secrets: dict[str, str] | None = None
) -> Connection:
    """Connect an official account to its network, or renew the settings and secrets of its connection.

    Secrets whose name begins with `account_` are the account's own; the rest belong to the app.
    """
    settings, secrets = settings or {}, secrets or {}
    own = {name.removeprefix("account_"): value for name, value in secrets.items() if name.startswith("account_")}
    shared = {name: value for name, value in secrets.items() if not name.startswith("account_")}
    with writing():
        held = ConnectedAccount.objects.select_related("connection").filter(account=account).first()
        if held is None:
            opened = Connection.objects.create(
                kind=kind, settings=settings, sealed_secrets=seal_secrets(shared), created_at=now()
            )
            ConnectedAccount.objects.create(account=account, connection=opened, sealed_secrets=seal_secrets(own))
            return opened
        Connection.objects.filter(id=held.connection_id).update(
            kind=kind, settings=settings, sealed_secrets=seal_secrets(shared), is_open=True, failure="", failed_at=None
        )
        ConnectedAccount.objects.filter(id=held.id).update(sealed_secrets=seal_secrets(own))
        held.connection.refresh_from_db()
        return held.connection


def open_form(agency: Agency) -> OfficialAccount:
    """Let our own form be addressed to an agency, and its answers reach the citizen's own page; twice is once."""
    with writing():
        account = open_form_account(agency)
        connect_account(account, "webform")
    return account


def note_failure(connection_id: int, reason: str) -> None:
    """Remember that a connection failed, for the operator's page."""
    with writing():
        Connection.objects.filter(id=connection_id).update(failed_at=now(), failure=reason[:200])


def add_follower(account: OfficialAccount, identity: Identity, follow_id: str = "") -> None:
    """Somebody follows an official account; asking twice is one follow, and it lifts an earlier block.

    `follow_id` is the network's own id of the follow, the newest of which is known.
    """
    key = _digest(identity.network, follow_id) if follow_id else b""
    with writing():
        BlockedBy.objects.filter(account=account, identity=identity).delete()
        Follower.objects.update_or_create(
            account=account,
            identity=identity,
            defaults={"follow_key": key},
            create_defaults={"followed_at": now(), "follow_key": key},
        )


def remove_follower(account: OfficialAccount, identity: Identity) -> None:
    """Somebody no longer follows an official account."""
    with writing():
        Follower.objects.filter(account=account, identity=identity).delete()


def end_follow(network: str, follower_id: str, follow_id: str) -> bool:
    """Somebody takes back a follow of theirs by its id alone; True when there was one."""
    with writing():
        theirs = Follower.objects.filter(identity__network=network, identity__remote_id=follower_id)
        return bool(theirs.filter(follow_key=_digest(network, follow_id)).delete()[0])


def note_block(account: OfficialAccount, identity: Identity) -> None:
    """Somebody blocks an official account: they follow no longer and hear nothing automatic."""
    with writing():
        Follower.objects.filter(account=account, identity=identity).delete()
        BlockedBy.objects.get_or_create(account=account, identity=identity, defaults={"blocked_at": now()})


def lift_block(account: OfficialAccount, identity: Identity) -> None:
    """A block was taken back."""
    with writing():
        BlockedBy.objects.filter(account=account, identity=identity).delete()


def _digest(network: str, remote_id: str) -> bytes:
    return hashlib.sha256(f"{network}\0{remote_id}".encode()).digest()[:16]
