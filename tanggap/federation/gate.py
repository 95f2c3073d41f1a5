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
MOST_WAITING = 16
PATIENCE = 2.0


class Busy(Exception):
    """No place became free in time; the sender should come again."""


class Gate:
    """Places for fetches: a few for each host, a few more altogether, and a short queue."""

    def __init__(
        self,
        per_host: int = PER_HOST,
        altogether: int = ALTOGETHER,
        waiting: int = MOST_WAITING,
        patience: float = PATIENCE,
    ):
        self._per_host, self._altogether, self._most_waiting, self._patience = per_host, altogether, waiting, patience
        self._inside: dict[str, int] = {}
        self._waiting = 0
        self._changed = threading.Condition()

    @contextmanager
    def place(self, host: str) -> Iterator[None]:
        """A place for one fetch from a host. Raises Busy."""
        self._enter(host)
        try:
            yield
        finally:
            self._leave(host)

    def _enter(self, host: str) -> None:
        with self._changed:
            if not self._free(host):
                self._wait(host)
            self._inside[host] = self._inside.get(host, 0) + 1

    def _wait(self, host: str) -> None:
        if self._waiting >= self._most_waiting:
            raise Busy
        self._waiting += 1
        deadline = time.monotonic() + self._patience
        try:
            while not self._free(host):
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    raise Busy
        finally:
            self._waiting -= 1

    def _leave(self, host: str) -> None:
        with self._changed:
            self._inside[host] -= 1
            if not self._inside[host]:
                del self._inside[host]
            self._changed.notify_all()

    def _free(self, host: str) -> bool:
        return self._inside.get(host, 0) < self._per_host and sum(self._inside.values()) < self._altogether
