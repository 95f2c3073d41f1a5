"""How many requests may wait for other servers at once: a server that hangs must not hold the whole house up.

A fetch happens inside the request that needs its key, so every place taken here is one of the web server's threads.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

PER_HOST = 2
ALTOGETHER = 8
PATIENCE = 2.0
# Many new authors of one server may write at once; the queue is shorter behind a server that is slow to answer.
MOST_WAITING = 28
MOST_WAITING_FOR_SLOW = 14
SLOW_SECONDS = 0.5
# And behind the slow server itself only these few wait, so that it leaves the queue to the others.
MOST_WAITING_FOR_ITSELF = 4


class Busy(Exception):
    """No place became free in time; the sender should come again."""


class Gate:
    """Places for fetches: a few for each host, a few more altogether, and a short queue."""

    def __init__(self, altogether: int = ALTOGETHER, waiting: int = MOST_WAITING, patience: float = PATIENCE):
        self._altogether, self._most_waiting, self._patience = altogether, waiting, patience
        # When each fetch that is under way began, by host.
        self._inside: dict[str, list[float]] = {}
        self._waiting: dict[str, int] = {}
        self._changed = threading.Condition()

    @contextmanager
    def place(self, host: str) -> Iterator[None]:
        """A place for one fetch from a host. Raises Busy."""
        began = self._enter(host)
        try:
            yield
        finally:
            self._leave(host, began)

    def _enter(self, host: str) -> float:
        with self._changed:
            if not self._free(host):
                self._wait(host)
            began = time.monotonic()
            self._inside.setdefault(host, []).append(began)
            return began

    def _wait(self, host: str) -> None:
        deadline = time.monotonic() + self._patience
        if sum(self._waiting.values()) >= self._queue() or self._waiting.get(host, 0) >= self._queue_of(host):
            raise Busy
        self._waiting[host] = self._waiting.get(host, 0) + 1
        try:
            while not self._free(host):
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    raise Busy
        finally:
            self._waiting[host] -= 1
            if not self._waiting[host]:
                del self._waiting[host]

    def _queue(self) -> int:
        """How many may wait now: fewer while some fetch takes long."""
        slow = _is_slow(began for since in self._inside.values() for began in since)
        return min(self._most_waiting, MOST_WAITING_FOR_SLOW) if slow else self._most_waiting

    def _queue_of(self, host: str) -> int:
        """How many may wait for one host."""
        return MOST_WAITING_FOR_ITSELF if _is_slow(self._inside.get(host, ())) else self._most_waiting

    def _leave(self, host: str, began: float) -> None:
        with self._changed:
            self._inside[host].remove(began)
            if not self._inside[host]:
                del self._inside[host]
            self._changed.notify_all()

    def _free(self, host: str) -> bool:
        here, all_ = len(self._inside.get(host, ())), sum(map(len, self._inside.values()))
        return here < PER_HOST and all_ < self._altogether


def _is_slow(since: Iterable[float]) -> bool:
    """Whether the oldest of some fetches takes long."""
    oldest = min(since, default=None)
    return oldest is not None and time.monotonic() - oldest > SLOW_SECONDS
