"""Keeps a few processes running until it is told to stop, and leaves none behind.

Each child dies with us, however we end, and takes its own children along; so nobody is left to answer on a port in the
name of a process that is gone.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY = 0.2
STOP_MAY_TAKE = 14.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 4.0
SETTLED_AFTER = 30.0


@dataclass
class Child:
    """One process to keep running; its output goes to a file."""

    name: str
    command: list[str]
    log: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_again_at: float = 0.0
    pause: float = FIRST_PAUSE

    def start(self) -> None:
        """Start it in a session of its own, since Ctrl-C is ours to handle."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.environment),
                start_new_session=True,
            )
        self.started = time.monotonic()


class Supervisor:
    """Starts the children, starts them again when they end, and stops them all."""

    def __init__(self, children: list[Child], say: Callable[[str], None]):
        self.children = children
        self.say = say
        self.stopping = False

    def start(self) -> None:
        """Start every child and listen for the signals that end us."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        for child in self.children:
            child.start()

    def wait(self, until: Callable[[], bool], seconds: float = float("inf")) -> bool:
        """Look after the children until the condition holds; False when we were told to stop or it took too long."""
        end = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < end:
            if until():
                return True
            for child in self.children:
                self._look_after(child)
            time.sleep(LOOK_EVERY)
        return False

    def stop(self) -> None:
        """Ask every child to end, insist after a while, and come back when none is left."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        end = time.monotonic() + STOP_MAY_TAKE
        for process in running:
            try:
                process.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def _look_after(self, child: Child) -> None:
        if child.process is None:
            if time.monotonic() >= child.start_again_at:
                child.start()
            return
        status = child.process.poll()
        if status is None:
            return
        child.process = None
        lived = time.monotonic() - child.started
        child.pause = FIRST_PAUSE if lived > SETTLED_AFTER else min(child.pause * 2, LONGEST_PAUSE)
        child.start_again_at = time.monotonic() + child.pause
        self.say(f"{child.name} ended after {lived:.0f} s (exit status {status}); starting it again")
