"""A tiny server for many addresses at once: it reads just enough of HTTP to count, and never waits."""

from __future__ import annotations

import asyncio
import functools
import json
import re
import resource
import signal
import time

from town.fediverse.outside import ACTIVITY_JSON
from town.load.crowd import Crowd

ACCEPTED = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
REFUSED = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"
REPLY = re.compile(rb'"inReplyTo":\s*"[^"]*?/(\d+)"')
BACKLOG = 512


class Tally:
    """What came to all servers of the crowd."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Count from nothing."""
        self.posts = self.shared = self.actors = 0
        self.first = self.last = 0.0
        self.replied: dict[int, float] = {}

    def take(self, path: bytes, body: bytes) -> None:
        """Count one delivery; remember which note it answers."""
        now = time.monotonic()
        self.first, self.last = self.first or now, now
        self.posts += 1
        self.shared += path == b"/inbox"
        answered = REPLY.search(body)
        if answered:
            self.replied.setdefault(int(answered[1]), now)

    def shown(self) -> dict[str, float]:
        """Everything, with what this process has cost."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "posts": self.posts,
            "shared": self.shared,
            "actors": self.actors,
            "first": self.first,
            "last": self.last,
            "cpu_seconds": used.ru_utime + used.ru_stime,
        }


class Connection(asyncio.Protocol):
    """One client's connection to one server of the crowd."""

    def __init__(self, crowd: Crowd, tally: Tally, delivery: bytes):
        self._crowd, self._tally, self._delivery = crowd, tally, delivery
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while self._buffer:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self._buffer[:end])
            size = end + 4 + _length(head)
            if len(self._buffer) < size:
                return
            body = bytes(self._buffer[end + 4 : size])
            del self._buffer[:size]
            self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        method, path, _ = head.split(b" ", 2)
        if method == b"POST":
            if self._delivery:
                self._tally.take(path, body)
                self._transport.write(self._delivery)
        else:
            self._transport.write(self._document(path.decode("ascii", "replace")))

    def _document(self, path: str) -> bytes:
        if path.startswith("/users/a") and path[8:].isdigit():
            self._tally.actors += 1
            return _json(self._actor(int(path[8:])), ACTIVITY_JSON)
        if path == "/_counts":
            return _json(self._tally.shown())
        if path == "/_replied":
            return _json(self._tally.replied)
        if path == "/_reset":
            self._tally.reset()
            return _json({})
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"

    def _actor(self, author: int) -> dict[str, object]:
        me = self._crowd.actor(author)
        return {
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": me,
            "type": "Person",
            "preferredUsername": f"a{author}",
            "name": f"Warga {author}",
            "inbox": self._crowd.inbox(author),
            "outbox": f"{me}/outbox",
            "followers": f"{me}/followers",
            "url": me,
            "endpoints": {"sharedInbox": self._crowd.shared_inbox(author)},
            "publicKey": {"id": f"{me}#main-key", "owner": me, "publicKeyPem": self._crowd.public_pem(author)},
        }


async def serve(crowd: Crowd, hang: set[int], refuse: set[int]) -> None:
    """Listen at every address of the crowd until SIGTERM."""
    loop, stop, tally = asyncio.get_running_loop(), asyncio.Event(), Tally()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    crowd.public_pem(0)
    for server in reversed(range(crowd.servers)):
        delivery = b"" if server in hang else REFUSED if server in refuse else ACCEPTED
        make = functools.partial(Connection, crowd, tally, delivery)
        await loop.create_server(make, crowd.address(server), crowd.port, backlog=BACKLOG)
    await stop.wait()


def _json(told: object, kind: str = "application/json") -> bytes:
    body = json.dumps(told).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _length(head: bytes) -> int:
    lower = head.lower()
    at = lower.find(b"content-length:")
    return int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
