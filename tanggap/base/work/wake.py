"""Waking idle workers at once: a local socket between the processes on SQLite, LISTEN/NOTIFY on PostgreSQL.

A wake-up is only a hint. Whoever misses one looks into the database a second later anyway.
"""

from __future__ import annotations

import os
import secrets
import select
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import structlog
from django.conf import settings
from django.db import connection, transaction

log = structlog.get_logger(__name__)


class Ear(Protocol):
    """What an idle worker waits with."""

    def wait(self, seconds: float) -> bool:
        """Wait for a wake-up, at most so long; True if one came."""

    def close(self) -> None:
        """Stop listening."""


def wake(group: str) -> None:
    """Wake the workers of a group once the open transaction is committed (at once if none is)."""
    if connection.vendor == "postgresql":
        # Sent with the transaction itself: PostgreSQL delivers it on commit and never without one.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [_channel(group)])
    else:
        transaction.on_commit(partial(_ring, group))


def listen(*groups: str) -> Ear:
    """Begin to listen for wake-ups of these groups."""
    return NotifyEar(groups) if connection.vendor == "postgresql" else SocketEar(groups)


class SocketEar:
    """Datagrams on a unix socket in DATA_DIR/run, one socket for each worker and group."""

    def __init__(self, groups: tuple[str, ...]) -> None:
        self._sockets: list[socket.socket] = []
        self._names: list[str] = []
        _run_dir().mkdir(parents=True, exist_ok=True, mode=0o700)
        for group in groups:
            name = f"{group}.{os.getpid()}.{secrets.token_hex(4)}"
            ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
            with _short(_run_dir()) as folder:
                # Under its name only once it listens: a bell that met the file before would sweep it away as dead.
                ear.bind(f"{folder}/.{name}")
                os.rename(f"{folder}/.{name}", f"{folder}/{name}")
            self._sockets.append(ear)
            self._names.append(name)

    def wait(self, seconds: float) -> bool:
        ready, _, _ = select.select(self._sockets, [], [], seconds)
        for ear in ready:
            with suppress(BlockingIOError):
                while ear.recv(16):
                    pass
        return bool(ready)

    def close(self) -> None:
        for ear, name in zip(self._sockets, self._names, strict=True):
            ear.close()
            (_run_dir() / name).unlink(missing_ok=True)


class NotifyEar:
    """LISTEN on a connection of its own that no pooler shares; reconnects, and polls until it has."""

    def __init__(self, groups: tuple[str, ...]) -> None:
        self._groups = groups
        self._connection: Any = None
        self._connect()

    def wait(self, seconds: float) -> bool:
        import psycopg

        if self._connection is None:
            time.sleep(seconds)
            # After every reconnect the worker looks once: what was sent meanwhile is lost.
            return self._connect()
        try:
            return any(self._connection.notifies(timeout=seconds, stop_after=1))
        except psycopg.Error as error:
            log.warning("listener_lost", error=type(error).__name__)
            self.close()
            return False

    def close(self) -> None:
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
        self._connection = None

    def _connect(self) -> bool:
        import psycopg

        try:
            self._connection = psycopg.connect(_direct_address(), autocommit=True, connect_timeout=5)
            for group in self._groups:
                self._connection.execute(f'LISTEN "{_channel(group)}"')
        except psycopg.Error as error:
            log.warning("listener_refused", error=type(error).__name__)
            self.close()
            return False
        return True


def _ring(group: str) -> None:
    """Send one datagram to every worker of the group; a socket that nobody holds any more is swept away."""
    with suppress(FileNotFoundError), _short(_run_dir()) as folder:
        names = [name for name in os.listdir(folder) if name.startswith(f"{group}.")]
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as bell:
            for name in names:
                try:
                    bell.sendto(b"1", f"{folder}/{name}")
                except ConnectionRefusedError:
                    with suppress(FileNotFoundError):
                        os.unlink(f"{folder}/{name}")
                except OSError:
                    # A full queue means that the worker has been woken already.
                    continue


@contextmanager
def _short(folder: Path) -> Iterator[str]:
    """A short name for a folder: a unix socket's path may have 107 bytes only, DATA_DIR any number."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{descriptor}"
    finally:
        os.close(descriptor)


def _run_dir() -> Path:
    return Path(settings.DATA_DIR) / "run"


def _channel(group: str) -> str:
    return f"tanggap_{group}"


def _direct_address() -> str:
    """The listener's own road to the database: DATABASE_DIRECT_URL, with the name of the database in use."""
    import environ
    from psycopg.conninfo import make_conninfo

    given = {**connection.settings_dict, **environ.Env.db_url_config(settings.DATABASE_DIRECT_URL)}
    parts = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    parts["dbname"] = connection.settings_dict["NAME"]
    return make_conninfo(**{name: str(part) for name, part in parts.items() if part})
