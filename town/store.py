"""What the town remembers: one SQLite file, so that a restart goes on with the same posts."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

SCHEMA = """
create table if not exists posts (
    number integer primary key, uri text not null unique, network text not null, author text not null,
    official integer not null, text text not null, html text not null, language text not null, audience text not null,
    in_reply_to text not null, thread text not null, published real not null, edited real, deleted integer not null,
    visitor integer not null, topic text not null);
create index if not exists posts_by_thread on posts (thread, number);
create index if not exists posts_by_author on posts (author, number);
create table if not exists addressed (who text, number integer, primary key (who, number)) without rowid;
create index if not exists addressed_by_post on addressed (number);
create table if not exists reactions (uri text primary key, kind text, author text, post text);
create index if not exists reactions_by_post on reactions (post);
create table if not exists remotes (uri text primary key, handle text, name text, inbox text, shared_inbox text,
    key_id text, key_pem text, fetched real);
create table if not exists follows (citizen text, followed text, activity text, accepted integer,
    primary key (citizen, followed));
create table if not exists followers (citizen text, follower text, primary key (citizen, follower));
create table if not exists seen (id text primary key, at real);
create table if not exists outgoing (id integer primary key autoincrement, form text, lane text, sender text, url text,
    body blob, about text, attempts integer not null default 0, next_at real not null default 0,
    last text not null default '');
create index if not exists outgoing_by_lane on outgoing (lane, id);
create table if not exists agenda (id integer primary key autoincrement, at real, act text, about text);
create table if not exists facts (name text primary key, value text);
"""
MOST_POSTS = 20_000
SEEN_FOR = 7 * 86400.0


class Store:
    """One connection, one lock: the town is small."""

    def __init__(self, path: Path | str):
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("pragma journal_mode=wal")
        self._connection.execute("pragma synchronous=normal")
        self._connection.executescript(SCHEMA)
        self._last_number = int(self.value("select coalesce(max(number), 0) from posts"))

    def close(self) -> None:
        """Close the file; nothing can be asked after it."""
        with self._lock:
            self._connection.close()

    def write(self, statement: str, *values: Any) -> int:
        """Run one statement; says how many rows it touched."""
        with self._lock:
            return self._connection.execute(statement, values).rowcount

    def write_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for many rows, all or none."""
        with self._lock, self._connection:
            self._connection.execute("begin")
            self._connection.executemany(statement, rows)

    def rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of a question."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a question, or None."""
        with self._lock:
            found: sqlite3.Row | None = self._connection.execute(statement, values).fetchone()
            return found

    def value(self, statement: str, *values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.row(statement, *values)
        return row[0] if row else None

    def next_number(self) -> int:
        """A number for a post: the time in thousandths of a millisecond, never the same twice, safe in JavaScript."""
        with self._lock:
            self._last_number = max(self._last_number + 1, int(time.time() * 1000) * 1000)
            return self._last_number

    def is_new(self, activity_id: str) -> bool:
        """Whether an activity arrives for the first time; remembers it."""
        return self.write("insert or ignore into seen values (?, ?)", activity_id, time.time()) == 1

    def fact(self, name: str, default: str = "") -> str:
        """A small fact that outlives a restart."""
        found = self.value("select value from facts where name = ?", name)
        return default if found is None else str(found)

    def keep_fact(self, name: str, value: str) -> None:
        """Remember a small fact."""
        self.write("insert or replace into facts values (?, ?)", name, value)

    def tidy(self) -> None:
        """Forget the oldest posts beyond a bound, with what hangs on them, and long past activities."""
        oldest = self.value("select number from posts order by number desc limit 1 offset ?", MOST_POSTS)
        if oldest:
            self.write("delete from posts where number <= ?", oldest)
            self.write("delete from addressed where number <= ?", oldest)
            self.write("delete from reactions where post not in (select uri from posts)")
        self.write("delete from seen where at < ?", time.time() - SEEN_FOR)
