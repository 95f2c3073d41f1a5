"""Pretend networks: one that takes everything, one that refuses everything, and none at all. Needs no Django."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tanggap.channels.contract import Answer, ConnectorError, Letter

# Answers after which a message may still be taken later, if only somebody tries again.
PASSING = frozenset({429, 500, 503})
REFUSALS = (400, 401, 403, 404, 410, *sorted(PASSING))


class Agreeable:
    """A network that takes everything: the door's answer is 200 with an id, and every letter is posted."""

    def request(self, method: str, url: str, **_: Any) -> Answer:
        """Take it."""
        return Answer(200, {"content-type": "application/json"}, b'{"id": "1", "data": []}')

    def mail(self, letter: Letter) -> None:
        """Take it."""


class Failing:
    """A network that answers everything with one error, in words that nobody should repeat."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.asked = False

    def request(self, method: str, url: str, **_: Any) -> Answer:
        self.asked = True
        return Answer(self.status, {"content-type": "text/html"}, b"<html>error</html>")

    def mail(self, letter: Letter) -> None:
        self.asked = True
        raise ConnectorError("mail: refused", permanent=self.status not in PASSING)


@contextmanager
def no_sockets(failures: list[str]) -> Iterator[None]:
    """A connector that goes out on its own, past the guarded door, is found out and gets nowhere."""
    genuine = socket.socket.connect

    def caught(self: socket.socket, address: Any) -> None:
        failures.append("opens a connection of its own instead of using the door")
        raise OSError("there is no network here")

    patched: Any = socket.socket
    patched.connect = caught
    try:
        yield
    finally:
        patched.connect = genuine
