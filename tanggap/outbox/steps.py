"""The last mile: claimed deliveries go out side by side, and are settled as they come back."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from urllib.parse import urlsplit

import structlog

from tanggap.channels import contract
from tanggap.channels.contract import ConnectorError, Resend, Sent
from tanggap.channels.credentials import connection_for
from tanggap.channels.door import ContractDoor
from tanggap.channels.errors import NoConnection
from tanggap.channels.plugins import connector
from tanggap.outbox.actions import claim_deliveries, settle_deliveries
from tanggap.outbox.actions.settle import Tried
from tanggap.outbox.envelope import outgoing
from tanggap.outbox.models import Delivery

THREADS = 16
# A server that hangs holds at most these of the threads; the others' messages go past it.
MOST_PER_HOST = 4
PATIENCE = 0.25

log = structlog.get_logger(__name__)


class Courier:
    """Keeps calls under way between the loop's turns, so that one slow server delays nobody else."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="courier")
        self._under_way: dict[Future[Tried], str] = {}
        self._held: deque[Delivery] = deque()
        self._door = ContractDoor()

    def turn(self, limit: int) -> int:
        """Claim, send, settle what has come back; returns how many were claimed or settled."""
        room = limit - len(self._under_way) - len(self._held)
        claimed = claim_deliveries(room) if room > limit // 2 else []
        self._held.extend(claimed)
        self._hand_out()
        settled = self._collect()
        return len(claimed) + settled

    def _hand_out(self) -> None:
        connections: dict[int | None, contract.Connection | ConnectorError] = {}
        busy: dict[str, int] = {}
        for host in self._under_way.values():
            busy[host] = busy.get(host, 0) + 1
        waiting: deque[Delivery] = deque()
        while self._held:
            delivery = self._held.popleft()
            host = _host_of(delivery)
            if busy.get(host, 0) >= MOST_PER_HOST:
                waiting.append(delivery)
                continue
            busy[host] = busy.get(host, 0) + 1
            future = self._pool.submit(_attempt, delivery, _connection(delivery, connections), self._door)
            self._under_way[future] = host
        self._held = waiting

    def _collect(self) -> int:
        if not self._under_way:
            return 0
        done, pending = wait(self._under_way, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        if pending and not self._held:
            # Most come back within milliseconds of the first: one transaction for all of them.
            done, _ = wait(self._under_way, timeout=0.02)
        for future in done:
            del self._under_way[future]
        settle_deliveries([future.result() for future in done])
        return len(done)


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
