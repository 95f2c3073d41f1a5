"""One commit for many requests: what gathered during the last commit goes into the next.

A commit waits for the disk, and a request must not be answered before its bytes are durable. One thread of the web
process takes whatever lies in the queue, keeps it in one transaction and lets the waiting requests go on.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future

import structlog
from django.db import connection

from tanggap.base.db import retried
from tanggap.channels.actions import NewArrival, keep_arrivals

BUDGET_SECONDS = 5.0
LARGEST_BATCH = 200

log = structlog.get_logger(__name__)
_waiting: queue.SimpleQueue[tuple[Sequence[NewArrival], Future[None]]] = queue.SimpleQueue()
_start = threading.Lock()
_thread: threading.Thread | None = None


def keep(arrivals: Sequence[NewArrival]) -> None:
    """Return when the arrivals are durable. Raises what the database raised when they are not."""
    if connection.in_atomic_block:  # nothing to group inside somebody's transaction
        keep_arrivals(arrivals)
        return
    _ensure_thread()
    done: Future[None] = Future()
    _waiting.put((arrivals, done))
    done.result(timeout=BUDGET_SECONDS * 2)


def _ensure_thread() -> None:
    global _thread
    if _thread is None or not _thread.is_alive():
        with _start:
            if _thread is None or not _thread.is_alive():
                _thread = threading.Thread(target=_commit_forever, name="committer", daemon=True)
                _thread.start()


def _commit_forever() -> None:
    while True:
        batch = [_waiting.get()]
        while len(batch) < LARGEST_BATCH and not _waiting.empty():
            batch.append(_waiting.get())
        _commit(batch)


def _commit(batch: list[tuple[Sequence[NewArrival], Future[None]]]) -> None:
    try:
        retried(lambda: keep_arrivals([a for arrivals, _ in batch for a in arrivals]), BUDGET_SECONDS)
    except Exception as error:
        if len(batch) > 1:  # a bad one must not sink its neighbours
            for one in batch:
                _commit([one])
            return
        log.error("arrival_not_kept", error=type(error).__name__)
        batch[0][1].set_exception(error)
        return
    for _, done in batch:
        done.set_result(None)
