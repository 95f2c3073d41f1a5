"""Keeps the child processes of one machine alive, and takes them along when it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event

import structlog

LOOK_SECONDS = 0.1
FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0
# Whoever ran this long was healthy: the next restart is prompt again.
HEALTHY_SECONDS = 10.0
PATIENCE_SECONDS = 7.0

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Child:
    """A command of `tanggap` that is to run all the time."""

    name: str
    arguments: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
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
        if child.process is None:
            if moment >= child.due:
                _start(child)
            return
        status = child.process.poll()
        if status is None:
            return
        child.wait = FIRST_WAIT if moment - child.started > HEALTHY_SECONDS else min(child.wait * 2, LONGEST_WAIT)
        child.process, child.due = None, moment + child.wait
        log.warning("child_ended", child=child.name, status=status, again=child.wait)

    def _end_all(self) -> None:
        running = [child.process for child in self._children if child.process and child.process.poll() is None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                # A kill loses nothing: what it was doing is a row that somebody else takes up.
                process.kill()
                process.wait()


def _start(child: Child) -> None:
    command = [sys.executable, "-m", "tanggap", *child.arguments, "--parent", str(os.getpid())]
    # Two arenas instead of eight a core: threads that mostly wait would each keep their own freed memory.
    environment = {"MALLOC_ARENA_MAX": "2", **os.environ}
    # A session of its own: Ctrl-C reaches the parent alone, which then stops the children in order.
    child.process = subprocess.Popen(command, env=environment, start_new_session=True)
    child.started = time.monotonic()
