"""How many requests may wait for other servers at once: a server that hangs must not hold the whole house up.

A fetch happens inside the request that needs its key, so every place taken here is one of the web server's threads.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PER_HOST = 2
ALTOGETHER = 8
PATIENCE = 2.0
# Many new authors of one server may write at once; the queue is shorter behind a server that is slow to answer.
MOST_WAITING = 28
MOST_WAITING_FOR_SLOW = 14
SLOW_SECONDS = 0.5


class Busy(Exception):
    """No place became free in time; the sender should come again."""


class Gate:
    """Places for fetches: a few for each host, a few more altogether, and a short queue."""

    def __init__(self, altogether: int = ALTOGETHER, waiting: int = MOST_WAITING, patience: float = PATIENCE):
        self._altogether, self._most_waiting, self._patience = altogether, waiting, patience
        # When each fetch that is under way began, by host.
        self._inside: dict[str, list[float]] = {}
        self._waiting = 0
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
        if self._waiting >= self._queue():
            raise Busy
        self._waiting += 1
        try:
            while not self._free(host):
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    raise Busy
        finally:
            self._waiting -= 1

    def _queue(self) -> int:
        """How many may wait now: fewer while some fetch takes long."""
        oldest = min((began for since in self._inside.values() for began in since), default=0.0)
        slow = time.monotonic() - oldest > SLOW_SECONDS
        return min(self._most_waiting, MOST_WAITING_FOR_SLOW) if slow else self._most_waiting

    def _leave(self, host: str, began: float) -> None:
        with self._changed:
            self._inside[host].remove(began)
            if not self._inside[host]:
                del self._inside[host]
            self._changed.notify_all()

    def _free(self, host: str) -> bool:
        here, all_ = len(self._inside.get(host, ())), sum(map(len, self._inside.values()))
        return here < PER_HOST and all_ < self._altogether
