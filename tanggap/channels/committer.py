"""One commit for many requests: what gathered since the last commit goes into the next.

A commit waits for the disk, and a request must not be answered before its bytes are durable. One thread of the web
process takes whatever lies in the queue, keeps it in one transaction and lets the waiting requests go on. Commits begin
a moment apart: whoever comes alone waits for nobody, and under load each commit has company, which halves what a post
costs the database.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.db import connection

from tanggap.base.clock import now
from tanggap.base.db import retried
from tanggap.channels.actions import NewArrival, keep_arrivals
from tanggap.channels.errors import TooManyWaiting
from tanggap.channels.models import Arrival, ArrivalState

BUDGET_SECONDS = 5.0
LARGEST_BATCH = 200
APART_SECONDS = 0.01
# More than this the house does not take in before it has followed: networks come again, and a full disk helps nobody.
MOST_WAITING = 20_000
# Less than that, where it does not move; a few that wait for a worker to be started again are welcome.
MOST_WAITING_LONG, LONG = 2_000, timedelta(seconds=60)
LOOK_SECONDS = 1.0

log = structlog.get_logger(__name__)


class _Ticket:
    """A request that waits for its commit: a bare lock, which costs a third of a Future."""

    __slots__ = ("_done", "_error", "arrivals")

    def __init__(self, arrivals: Sequence[NewArrival]) -> None:
        self.arrivals = arrivals
        self._error: Exception | None = None
        self._done = threading.Lock()
        self._done.acquire()

    def settle(self, error: Exception | None = None) -> None:
        self._error = error
        self._done.release()

    def wait(self, seconds: float) -> None:
        if not self._done.acquire(timeout=seconds):
            raise TimeoutError
        if self._error is not None:
            raise self._error


_waiting: queue.SimpleQueue[_Ticket] = queue.SimpleQueue()
_start = threading.Lock()
_thread: threading.Thread | None = None


def keep(arrivals: Sequence[NewArrival]) -> None:
    """Return when the arrivals are durable. Raises TooManyWaiting, or what the database raised when they are not."""
    if backlog.is_full():
        raise TooManyWaiting()
    if connection.in_atomic_block:  # nothing to group inside somebody's transaction
        keep_arrivals(arrivals)
        return
    _ensure_thread()
    ticket = _Ticket(arrivals)
    _waiting.put(ticket)
    ticket.wait(BUDGET_SECONDS * 2)


class Backlog:
    """Whether more arrivals wait than the house should take in; looked up at most once a second, by one thread."""

    def __init__(self) -> None:
        self._look_at = 0.0
        self._is_full = False
        self._looking = threading.Lock()

    def is_full(self) -> bool:
        """What the last look found."""
        if time.monotonic() >= self._look_at and self._looking.acquire(blocking=False):
            try:
                self._is_full = self._look()
                self._look_at = time.monotonic() + LOOK_SECONDS
            finally:
                self._looking.release()
        return self._is_full

    def _look(self) -> bool:
        waiting = Arrival.objects.filter(state=ArrivalState.ARRIVED).order_by("lane", "id")
        if waiting[MOST_WAITING:].exists():
            return True
        last = waiting.values_list("received_at", flat=True)[MOST_WAITING_LONG:].first()
        oldest = waiting.values_list("received_at", flat=True).first() if last else None
        return oldest is not None and now() - oldest > LONG


backlog = Backlog()


def _ensure_thread() -> None:
    global _thread
    if _thread is None or not _thread.is_alive():
        with _start:
            if _thread is None or not _thread.is_alive():
                _thread = threading.Thread(target=_commit_forever, name="committer", daemon=True)
                _thread.start()


def _commit_forever() -> None:
    soonest = 0.0
    while True:
        batch = [_waiting.get()]
        if (early := soonest - time.monotonic()) > 0:
            time.sleep(early)
        soonest = time.monotonic() + APART_SECONDS
        while len(batch) < LARGEST_BATCH and not _waiting.empty():
            batch.append(_waiting.get())
        _commit(batch)


def _commit(batch: list[_Ticket]) -> None:
    try:
        retried(lambda: keep_arrivals([arrival for ticket in batch for arrival in ticket.arrivals]), BUDGET_SECONDS)
    except Exception as error:
        if len(batch) > 1:  # a bad one must not sink its neighbours
            for one in batch:
                _commit([one])
            return
        log.error("arrival_not_kept", error=type(error).__name__)
        batch[0].settle(error)
        return
    for ticket in batch:
        ticket.settle()
