"""Deliveries: every activity and every web hook waits in a row until somebody has taken it."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable

from town.fediverse.outside import NotReached, Outside
from town.store import Store

THREADS = 3
LONGEST_WAIT = 10.0
LAST_WORDS = 2.0
PATIENCE = 2000
PATIENCE_WITH_REFUSALS = 8
MOST_WAITING = 5000
PASSING = frozenset({401, 403, 404, 408, 425})
# Makes the headers of one delivery: sender, url, body. May raise NotReached: not yet.
Headers = Callable[[str, str, bytes], dict[str, str]]


class Courier:
    """Delivers in the order of each lane, several lanes at once, and tries again until it works."""

    def __init__(self, store: Store, outside: Outside, say: Callable[[str], None]):
        self._store, self._outside, self._say = store, outside, say
        self._forms: dict[str, Headers] = {}
        self._busy: set[str] = set()
        self._changed = threading.Condition()
        self._stopping = False
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(THREADS)]

    def learn(self, form: str, headers: Headers) -> None:
        """How deliveries of a form are signed."""
        self._forms[form] = headers

    def start(self) -> None:
        """Begin to deliver."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop as soon as what is under way has ended, or leave it; whatever was not settled is sent again."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        until = time.monotonic() + LAST_WORDS
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))

    def send(self, form: str, sender: str, url: str, body: bytes, about: str = "") -> None:
        """Deliver a body as soon as possible. Deliveries of one sender to one place keep their order."""
        if self.waiting() >= MOST_WAITING:
            self._say(f"too many deliveries wait; one to {url} is dropped")
            return
        lane = f"{sender} {url}"
        columns = "(form, lane, sender, url, body, about)"
        self._store.write(
            f"insert into outgoing {columns} values (?, ?, ?, ?, ?, ?)", form, lane, sender, url, body, about
        )
        with self._changed:
            self._changed.notify_all()

    def waiting(self, about: str = "") -> int:
        """How many deliveries wait, altogether or about one post."""
        return int(self._store.value("select count(*) from outgoing where ? = '' or about = ?", about, about))

    def _run(self) -> None:
        while True:
            with self._changed:
                row = None if self._stopping else self._claim()
                if row is None:
                    if self._stopping:
                        return
                    self._changed.wait(0.25)
                    continue
            try:
                self._deliver(row)
            except Exception as error:
                self._later(row, f"{type(error).__name__}: {error}", PATIENCE_WITH_REFUSALS)
            finally:
                with self._changed:
                    self._busy.discard(row["lane"])
                    self._changed.notify_all()

    def _claim(self) -> sqlite3.Row | None:
        """The oldest delivery that is due and stands first in its lane."""
        statement = (
            "select * from outgoing o where next_at <= ? and not exists"
            " (select 1 from outgoing e where e.lane = o.lane and e.id < o.id) order by id limit ?"
        )
        for row in self._store.rows(statement, time.time(), THREADS):
            if row["lane"] not in self._busy:
                self._busy.add(row["lane"])
                return row
        return None

    def _deliver(self, row: sqlite3.Row) -> None:
        try:
            headers = self._forms[row["form"]](row["sender"], row["url"], row["body"])
            status, _, _ = self._outside.request("POST", row["url"], headers, row["body"])
        except NotReached as error:
            return self._later(row, str(error), PATIENCE)
        if status < 300:
            return self._drop(row)
        if status >= 500 or status == 429:
            return self._later(row, f"answered {status}", PATIENCE)
        if status in PASSING:
            return self._later(row, f"answered {status}", PATIENCE_WITH_REFUSALS)
        self._say(f"{row['url']} refused a delivery with {status}")
        return self._drop(row)

    def _later(self, row: sqlite3.Row, why: str, patience: int) -> None:
        attempts = row["attempts"] + 1
        if attempts >= patience:
            self._say(f"{row['url']}: given up after {attempts} tries ({why})")
            return self._drop(row)
        if attempts in (1, 10):
            self._say(f"{row['url']}: {why}; it is tried again")
        wait = min(LONGEST_WAIT, 0.25 * 2 ** min(attempts, 10))
        statement = "update outgoing set attempts = ?, next_at = ?, last = ? where id = ?"
        self._store.write(statement, attempts, time.time() + wait, why, row["id"])
        return None

    def _drop(self, row: sqlite3.Row) -> None:
        self._store.write("delete from outgoing where id = ?", row["id"])
