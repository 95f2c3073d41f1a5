"""The servers of a crowd in a process of its own: actors, keys, and inboxes that count what comes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from typing import Any

from town.load.crowd import Crowd

START_SECONDS = 30.0


class Peers:
    """Starts and asks the servers. Use as a context manager, or `start` and `stop`.

    `hang` and `refuse` name servers (by number) that never answer a delivery, or answer it with 500.
    """

    def __init__(self, crowd: Crowd, hang: tuple[int, ...] = (), refuse: tuple[int, ...] = ()):
        self._crowd, self._hang, self._refuse = crowd, hang, refuse
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Peers:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """The process whose CPU time the servers cost."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start the servers and wait until they serve."""
        command = [sys.executable, "-m", "town.load", "peers", self._crowd.folder]
        command += [word for server in self._hang for word in ("--hang", str(server))]
        command += [word for server in self._refuse for word in ("--refuse", str(server))]
        self._process = subprocess.Popen(command)
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                self.counts()
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError("the peers do not serve")

    def stop(self) -> None:
        """Stop the servers."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(10)

    def counts(self) -> dict[str, Any]:
        """`posts` that came, by `shared` and own inboxes, `first` and `last` (monotonic seconds), `actors` served, and
        `cpu_seconds` of the process."""
        found: dict[str, Any] = self._ask("counts")
        return found

    def replied(self) -> dict[int, float]:
        """Monotonic second in which a note of the crowd was first answered, by the note's number."""
        return {int(number): moment for number, moment in self._ask("replied").items()}

    def reset(self) -> None:
        """Count from nothing again."""
        self._ask("reset")

    def wait_for(self, posts: int, seconds: float) -> bool:
        """Wait until so many deliveries came; False if they did not in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.counts()["posts"] >= posts:
                return True
            time.sleep(0.05)
        return False

    def _ask(self, what: str) -> Any:
        with urllib.request.urlopen(f"{self._crowd.base(0)}/_{what}", timeout=10) as answer:
            return json.load(answer)
