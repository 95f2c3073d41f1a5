"""Keeps the child processes of one machine alive, and takes them along when it ends.

The parent has the whole house loaded and starts a child by forking: it is there within milliseconds, also while the
machine is busy, and shares the memory of what was loaded.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

import structlog
from django.db import connections

from tanggap.config.process import die_with, name_process

LOOK_SECONDS = 0.1
FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
# Whoever ran this long was healthy: the next restart is prompt again.
HEALTHY_SECONDS = 10.0
PATIENCE_SECONDS = 7.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Child:
    """Something that is to run all the time. `run` is called in the child; its title is what `ps` shows."""

    title: str
    run: Callable[[], int]
    pid: int = 0
    started: float = 0.0
    wait: float = FIRST_WAIT
    due: float = 0.0


class Supervisor:
    """Starts the children, starts them again when they end, and stops them all."""

    def __init__(self, children: Sequence[Child], stop: Event):
        self._children = children
        self._stop = stop

    def run(self, each_look: Callable[[], None]) -> None:
        """Until `stop` is set; `each_look` is called ten times a second."""
        try:
            while not self._stop.is_set():
                for child in self._children:
                    self._look_after(child)
                each_look()
                self._stop.wait(LOOK_SECONDS)
        finally:
            self._end_all()

    def _look_after(self, child: Child) -> None:
        moment = time.monotonic()
        if child.pid:
            status = _ended(child)
            if status is None:
                return
            child.wait = FIRST_WAIT if moment - child.started > HEALTHY_SECONDS else min(child.wait * 2, LONGEST_WAIT)
            child.due = moment + child.wait
            log.warning("child_ended", child=child.title, status=status, again=child.wait)
        elif moment >= child.due:
            _start(child)

    def _end_all(self) -> None:
        for child in self._children:
            if child.pid and _ended(child) is None:
                os.kill(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        for child in self._children:
            while child.pid and _ended(child) is None:
                if time.monotonic() > deadline:
                    # A kill loses nothing: what it was doing is a row that somebody else takes up.
                    os.kill(child.pid, signal.SIGKILL)
                time.sleep(0.02)


def _ended(child: Child) -> int | None:
    pid, status = os.waitpid(child.pid, os.WNOHANG)
    if not pid:
        return None
    child.pid = 0
    return os.waitstatus_to_exitcode(status)


def _start(child: Child) -> None:
    # A connection must never be shared between two processes.
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    child.started = time.monotonic()
    child.pid = os.fork()
    if not child.pid:
        os._exit(_become(child, parent))


def _become(child: Child, parent: int) -> int:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    # A session of its own: Ctrl-C reaches the parent alone, which then stops the children in order.
    os.setsid()
    die_with(parent)
    name_process(child.title)
    try:
        return child.run()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        log.exception("child_broke", child=child.title)
        return 1
