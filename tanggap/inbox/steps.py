"""What the loop does with posts: read what arrived, then understand it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import structlog
from django.db import DatabaseError

from tanggap.base.db import can_pass, writing
from tanggap.channels import models
from tanggap.channels.actions import block_arrivals, settle_arrivals
from tanggap.channels.contract import (
    Connection,
    ConnectorError,
    DeletedPost,
    EditedPost,
    Event,
    IncomingPost,
    Lane,
    Reaction,
)
from tanggap.channels.credentials import connection_of
from tanggap.channels.models import Arrival, ArrivalState
from tanggap.channels.plugins import connector
from tanggap.inbox.actions import Received, delete_posts, edit_posts, receive_posts, understand_posts
from tanggap.threads.actions import count_reactions

__all__ = ["read_arrivals", "understand"]

log = structlog.get_logger(__name__)
understand = understand_posts


class _Arrived(NamedTuple):
    """A waiting arrival, as far as reading needs it."""

    id: int
    kind: str
    connection_id: int | None
    account_id_given: str
    body: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class _Read:
    """An arrival and the events that its connector found in it."""

    arrival: _Arrived
    events: Sequence[Event]


def read_arrivals(limit: int) -> int:
    """Read up to `limit` waiting arrivals of the posts' lane; returns how many were settled."""
    waiting = Arrival.objects.filter(state=ArrivalState.ARRIVED, lane=Lane.POSTS).order_by("id")
    arrivals = [_Arrived(*row) for row in waiting.values_list(*_Arrived._fields)[:limit]]
    read, stuck = _parse(arrivals)
    if stuck:
        block_arrivals(stuck)
    if read:
        _take_in_all(read)
    return len(arrivals)


def _parse(arrivals: Sequence[_Arrived]) -> tuple[list[_Read], list[tuple[int, str]]]:
    """Connectors read outside any transaction; what makes no sense to them is put aside with the reason."""
    apps = models.Connection.objects.in_bulk({one.connection_id for one in arrivals if one.connection_id})
    held = {id_: connection_of(app) for id_, app in apps.items()}
    read, stuck = [], []
    for arrival in arrivals:
        app = held.get(arrival.connection_id or 0) or Connection(arrival.kind, "", {}, {})
        try:
            read.append(_Read(arrival, connector(arrival.kind).read_events(bytes(arrival.body), app)))
        except ConnectorError as error:
            stuck.append((arrival.id, error.shown))
        except Exception as error:
            log.exception("connector_broke", network=arrival.kind)
            stuck.append((arrival.id, f"the connector broke: {type(error).__name__}"))
    return read, stuck


def _take_in_all(read: Sequence[_Read]) -> None:
    try:
        _take_in(read)
    except DatabaseError as error:
        if can_pass(error):
            raise
        if len(read) == 1:
            log.error("arrival_stuck", error=type(error).__name__)
            block_arrivals([(read[0].arrival.id, f"could not be saved: {type(error).__name__}")])
            return
        # One of them is bad and must not sink its neighbours.
        for one in read:
            _take_in_all([one])


def _take_in(read: Sequence[_Read]) -> None:
    """Events and the arrivals they came from settle in one transaction, so that each counts once."""
    with writing():
        # First of all: another worker may have been here meanwhile, and then these are no longer ours.
        still = set(settle_arrivals([one.arrival.id for one in read], Lane.POSTS))
        read = [one for one in read if one.arrival.id in still]
        receive_posts(
            [
                Received(one.arrival.kind, one.arrival.received_at, event, one.arrival.account_id_given)
                for one, event in _new_posts(read)
            ]
        )
        for one in read:
            _change(one)


def _new_posts(read: Sequence[_Read]) -> Iterator[tuple[_Read, IncomingPost]]:
    """Posts with their arrivals, without those whose deletion came before them."""
    gone: set[tuple[str, str, str]] = set()
    for one in read:
        kind = one.arrival.kind
        for event in one.events:
            if isinstance(event, DeletedPost):
                gone.add((kind, event.remote_id, event.author_id))
            elif isinstance(event, IncomingPost):
                author = event.author.remote_id
                if not gone & {(kind, event.remote_id, author), (kind, event.remote_id, "")}:
                    yield one, event


def _change(one: _Read) -> None:
    network, at = one.arrival.kind, one.arrival.received_at
    for event in one.events:
        if isinstance(event, EditedPost):
            # An edit also goes to whoever is mentioned only since; a post that is known stays as it is here.
            receive_posts([Received(network, at, event.post, one.arrival.account_id_given)])
            edit_posts(network, [event], at)
        elif isinstance(event, DeletedPost):
            delete_posts(network, [event], at)
        elif isinstance(event, Reaction):
            count_reactions(network, [event])
