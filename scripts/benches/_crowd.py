"""A crowd that writes to an installation, and what became of its posts: shared by the benchmarks that send."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from scripts.benches._installation import Installation
from scripts.benches._processes import cpu_seconds, database_server
from town.load import Crowd, Peers, Result, activities, fire

LOOK_SECONDS = 0.005
CONNECTIONS = 32
PATIENCE_SECONDS = 120.0
# Notes of the crowd end in their number; the case's opening post tells which one it was.
OPENED = """
SELECT c.id, r.remote_id FROM cases_case c JOIN inbox_post p ON p.id = c.opening_post_id
JOIN threads_remoteid r ON r.id = p.remote_id WHERE c.id > {after}
"""


class Cases(threading.Thread):
    """Looks from outside, every few milliseconds, how far the cases have come: a case is open when others see it."""

    def __init__(self, installation: Installation):
        super().__init__(daemon=True)
        self._ask = _reader(installation)
        self._over = threading.Event()
        self._seen: list[tuple[float, int]] = []
        self._first = self.newest = self._newest()

    def run(self) -> None:
        """Look until `stop`."""
        while not self._over.wait(LOOK_SECONDS):
            newest = self._newest()
            if newest != self.newest:
                self._seen.append((time.monotonic(), newest))
                self.newest = newest

    def wait_for(self, count: int) -> None:
        """Wait until so many cases are open that were not at the start. Ends the benchmark if they do not come."""
        end = time.monotonic() + PATIENCE_SECONDS
        while self.newest - self._first < count:
            if time.monotonic() > end:
                raise SystemExit(f"only {self.newest - self._first} of {count} cases were opened")
            time.sleep(LOOK_SECONDS)

    def stop(self) -> dict[int, float]:
        """The second in which each post's case was seen, by the post's number."""
        self._over.set()
        self.join()
        moments, opened = iter(self._seen), {}
        moment, newest = next(moments, (0.0, 0))
        for id_, remote_id in sorted(self._ask(OPENED.format(after=self._first))):
            while id_ > newest:
                moment, newest = next(moments)
            opened[int(remote_id.rpartition("/")[2])] = moment
        return opened

    def _newest(self) -> int:
        return int(self._ask("SELECT max(id) FROM cases_case")[0][0] or 0)


def _reader(installation: Installation) -> Callable[[str], list[Any]]:
    """A connection of our own that only reads."""
    if installation.database == "sqlite":
        path = f"file:{installation.folder}/data/tanggap.sqlite3?mode=ro"
        held = sqlite3.connect(path, uri=True, check_same_thread=False, isolation_level=None)
        return lambda statement: held.execute(statement).fetchall()
    import psycopg

    found = psycopg.connect(installation.database_url, autocommit=True)
    return lambda statement: found.execute(statement).fetchall()


@dataclass(frozen=True, slots=True)
class Sent:
    """One run: the answers, when each case was open and each acknowledgement there (by number), CPU by process."""

    answers: Result
    first: int
    opened: dict[int, float]
    acknowledged: dict[int, float]
    cpu: dict[str, float]

    @property
    def per_second(self) -> float:
        """Posts a second, from the first request until the last case was open and the last acknowledgement there."""
        last = max([*self.opened.values(), *self.acknowledged.values()])
        return len(self.opened) / (last - min(self.answers.sent))

    def milliseconds(self, what: str) -> list[float]:
        """From the moment each post was due until its `202`, its `case` or its `receipt`."""
        answered = {self.first + place: moment for place, moment in enumerate(self.answers.answered)}
        moments = {"202": answered, "case": self.opened, "receipt": self.acknowledged}[what]
        return [(at - self.answers.due[number - self.first]) * 1000 for number, at in moments.items()]


@dataclass
class Senders:
    """Sends the crowd's posts to an installation; every post of a run is new, and authors take turns."""

    installation: Installation
    crowd: Crowd
    peers: Peers
    parts: dict[str, list[int]]
    next: int = 0

    def send(self, count: int, rate: float | None = None, *, acknowledged: bool) -> Sent:
        """Send so many posts and wait until each has its case and, where it gets one, its acknowledgement."""
        first, self.next = self.next, self.next + count
        base = self.installation.url
        file = activities(
            self.installation.folder / "requests",
            self.crowd,
            count=count,
            first=first,
            inbox=f"{base}/inbox",
            agency=f"{base}/@dinas-pu",
        )
        self.peers.reset()
        cases, before = Cases(self.installation), self._cpu()
        cases.start()
        answers = fire(file, f"{base}/inbox", rate, CONNECTIONS)
        if answers.accepted != count:
            raise SystemExit(f"of {count} posts only {answers.accepted} were taken: {dict(answers.statuses)}")
        cases.wait_for(count)
        if acknowledged and not self.peers.wait_for(count, PATIENCE_SECONDS):
            raise SystemExit(f"only {self.peers.counts()['posts']} of {count} acknowledgements came")
        opened = cases.stop()
        cpu = {part: seconds - before[part] for part, seconds in self._cpu().items()}
        return Sent(answers, first, opened, self.peers.replied(), cpu | {"sender": answers.cpu_seconds})

    def _cpu(self) -> dict[str, float]:
        used = {part: cpu_seconds(pids) for part, pids in self.parts.items()}
        used["peers"] = cpu_seconds([self.peers.pid])
        if self.installation.database == "postgres":
            used["database"] = cpu_seconds(database_server(self.installation.database_port))
        return used


def percent(values: Sequence[float], share: float) -> float:
    """The value below which so many percent lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share / 100))]
