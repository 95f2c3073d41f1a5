"""Writing transactions: a fair queue for writers on SQLite, and trying again after a fail-over."""

from __future__ import annotations

import fcntl
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import structlog
from django.db import InterfaceError, InternalError, OperationalError, connection, transaction

FIRST_WAIT, LONGEST_WAIT = 0.25, 2.0
ALARM_AFTER = 60.0
READ_ONLY_TRANSACTION = "25006"

log = structlog.get_logger(__name__)
Result = TypeVar("Result")
_this_thread = threading.local()


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that writes. Inside another one it joins: an error undoes the whole outermost one."""
    if connection.in_atomic_block:
        # Tests run inside a transaction of their own; there the "outermost" one is a savepoint, as the reader expects.
        with transaction.atomic(savepoint=_inside_a_test()):
            yield
        return
    with _turn_to_write(), transaction.atomic():
        yield


def retried(action: Callable[[], Result], budget_seconds: float | None) -> Result:
    """Run a whole action again while the database is away, for at most the budget (None: without end).

    Only outermost: inside an open transaction the error belongs to whoever opened it. The action must make its ids
    before it is called, since a commit that raises may have worked.
    """
    started, wait, alarmed = time.monotonic(), FIRST_WAIT, False
    while True:
        try:
            return action()
        except (OperationalError, InterfaceError, InternalError) as error:
            if connection.in_atomic_block or not can_pass(error):
                raise
            pause = wait * random.uniform(0.5, 1.0)
            spent = time.monotonic() - started
            if budget_seconds is not None and spent + pause > budget_seconds:
                raise
            if spent > ALARM_AFTER and not alarmed:
                alarmed = True
                log.error("database_away", seconds=round(spent), error=type(error).__name__)
        connection.close_if_unusable_or_obsolete()
        time.sleep(pause)
        wait = min(wait * 2, LONGEST_WAIT)


def can_pass(error: BaseException) -> bool:
    """Whether a database error is of the family that ends by itself: locked, gone, failing over, read-only."""
    if isinstance(error, (OperationalError, InterfaceError)):
        return True
    cause = error.__cause__
    return isinstance(error, InternalError) and getattr(cause, "sqlstate", None) == READ_ONLY_TRANSACTION


@contextmanager
def _turn_to_write() -> Iterator[None]:
    """Wait in the kernel's queue for SQLite's one writer, which is fair where SQLite's own polling is not."""
    path = _lock_path()
    if path is None or getattr(_this_thread, "has_the_turn", False):
        # The second happens in an on-commit hook, which runs before the turn is given back.
        yield
        return
    # A new descriptor each time: two threads that share one would hold one lock together.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        _this_thread.has_the_turn = True
        yield
    finally:
        _this_thread.has_the_turn = False
        os.close(descriptor)


def _lock_path() -> str | None:
    if connection.vendor != "sqlite" or connection.is_in_memory_db():  # type: ignore[attr-defined]
        return None
    return f"{connection.settings_dict['NAME']}.lock"


def _inside_a_test() -> bool:
    return bool(connection.atomic_blocks) and connection.atomic_blocks[-1]._from_testcase  # type: ignore[attr-defined]
