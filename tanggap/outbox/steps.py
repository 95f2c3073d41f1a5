"""The last mile: claimed deliveries go out side by side, and are settled as they come back."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import NamedTuple
from urllib.parse import urlsplit

import structlog

from tanggap.base.clock import now
from tanggap.channels import contract
from tanggap.channels.contract import ConnectorError, Resend, Sent
from tanggap.channels.credentials import connection_for
from tanggap.channels.door import ContractDoor
from tanggap.channels.errors import NoConnection
from tanggap.channels.plugins import connector
from tanggap.outbox.actions import claim_deliveries, free_deliveries, put_back_deliveries, settle_deliveries
from tanggap.outbox.actions.settle import Tried
from tanggap.outbox.envelope import outgoing
from tanggap.outbox.models import Delivery

THREADS = 16
# A server that hangs holds at most these of the threads; the others' messages go past it.
MOST_PER_HOST = 4
# How long a turn waits for the first that comes back, and from then on for its company in one transaction.
PATIENCE_SECONDS, COMPANY_SECONDS = 0.25, 0.08
# What is not under way so shortly before its lease ends will not be: an attempt takes a while.
LEASE_LEFT = timedelta(seconds=25)
SILENT_SECONDS = 2.0
FREE_EVERY_SECONDS = 5.0
# An account that is disconnected may still send for so long.
CONNECTION_SECONDS = 1.0

log = structlog.get_logger(__name__)


class _Job(NamedTuple):
    host: str
    delivery: Delivery
    held: contract.Connection | ConnectorError


class Courier:
    """Keeps calls under way between the loop's turns, so that one slow server delays nobody else."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="courier")
        self._under_way: dict[str, int] = defaultdict(int)
        # When a server that has calls under way was last heard of.
        self._heard: dict[str, float] = {}
        self._waiting: dict[str, deque[_Job]] = defaultdict(deque)
        self._back: SimpleQueue[tuple[str, Tried]] = SimpleQueue()
        self._door = ContractDoor()
        self._free_at = 0.0
        self._connections: dict[int | None, contract.Connection | ConnectorError] = {}
        self._connections_until = 0.0

    def turn(self, limit: int) -> int:
        """Claim, send, settle what has come back; returns how many were claimed or settled."""
        if time.monotonic() > self._free_at:
            free_deliveries()
            self._free_at = time.monotonic() + FREE_EVERY_SECONDS
        room = limit - self._in_hand()
        claimed = claim_deliveries(room) if room > limit // 2 else []
        if time.monotonic() > self._connections_until:
            self._connections, self._connections_until = {}, time.monotonic() + CONNECTION_SECONDS
        for delivery in claimed:
            job = _Job(_host_of(delivery), delivery, _connection(delivery, self._connections))
            self._waiting[job.host].append(job)
        for host in list(self._waiting):
            self._hand_out(host)
        self._put_back()
        settled = self._collect(limit // 2)
        settle_deliveries(settled)
        return len(claimed) + len(settled)

    def _in_hand(self) -> int:
        return sum(self._under_way.values()) + sum(map(len, self._waiting.values()))

    def _hand_out(self, host: str) -> None:
        """Start as many of a server's calls as it may have at once."""
        waiting = self._waiting[host]
        while waiting and self._under_way[host] < MOST_PER_HOST:
            if not self._under_way[host]:
                self._heard[host] = time.monotonic()
            self._under_way[host] += 1
            self._pool.submit(self._carry, waiting.popleft())
        if not waiting:
            del self._waiting[host]

    def _carry(self, job: _Job) -> None:
        self._back.put((job.host, _attempt(job.delivery, job.held, self._door)))

    def _collect(self, enough: int) -> list[Tried]:
        """What comes back shortly after each other, at most `enough`; each makes room for the next of its server."""
        settled: list[Tried] = []
        until = time.monotonic() + PATIENCE_SECONDS
        while self._under_way and len(settled) < enough:
            try:
                host, tried = self._back.get(timeout=max(0.0, until - time.monotonic()))
            except Empty:
                break
            if not settled:
                until = time.monotonic() + COMPANY_SECONDS
            settled.append(tried)
            self._under_way[host] -= 1
            self._heard[host] = time.monotonic()
            if not self._under_way[host]:
                del self._under_way[host], self._heard[host]
            if host in self._waiting:
                self._hand_out(host)
        return settled

    def _put_back(self) -> None:
        """What waits for a server that is silent, or longer than its lease lasts, makes room for others."""
        latest, silent = now() + LEASE_LEFT, time.monotonic() - SILENT_SECONDS
        late: list[Delivery] = []
        for host, jobs in list(self._waiting.items()):
            lease_until = jobs[0].delivery.lease_until
            if self._heard[host] < silent or lease_until is None or lease_until < latest:
                late += [job.delivery for job in self._waiting.pop(host)]
        put_back_deliveries(late)


_courier: Courier | None = None


def deliver(limit: int) -> int:
    """Send what is signed, and settle it."""
    global _courier
    if _courier is None:
        _courier = Courier()
    return _courier.turn(limit)


def _attempt(delivery: Delivery, held: contract.Connection | ConnectorError, door: ContractDoor) -> Tried:
    if isinstance(held, ConnectorError):
        return Tried(delivery, held)
    try:
        network = connector(delivery.message.network)
        message = outgoing(delivery)
        sent: Sent | None = None
        if delivery.attempts > 1 and network.resend is Resend.LOOK_UP:
            sent = network.look_up(message, held, door)
        return Tried(delivery, sent or network.send(message, held, door))
    except ConnectorError as error:
        log.info("delivery_failed", network=delivery.message.network, permanent=error.permanent)
        return Tried(delivery, error)
    except Exception as error:
        log.exception("connector_broke", network=delivery.message.network)
        return Tried(delivery, ConnectorError(f"connector broke: {type(error).__name__}", permanent=False))


def _connection(
    delivery: Delivery, cache: dict[int | None, contract.Connection | ConnectorError]
) -> contract.Connection | ConnectorError:
    account_id = delivery.message.account_id
    if account_id not in cache:
        if account_id is None:
            cache[account_id] = contract.Connection(delivery.message.network, "", {}, {})
        else:
            try:
                cache[account_id] = connection_for(account_id)
            except NoConnection as error:
                cache[account_id] = ConnectorError(str(error), permanent=False)
    return cache[account_id]


def _host_of(delivery: Delivery) -> str:
    address = delivery.address or (delivery.identity.inbox if delivery.identity else "")
    return urlsplit(address).netloc if "://" in address else delivery.message.network
