"""Takes a request's body before the product sees it, and ends the connections of clients who send too slowly.

The web server hands a request over once its headers are there; reading the body then holds a thread for as long as the
client likes, since the server knows no time-out for it. Thirty-two clients who say nothing would stop everybody.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from ipaddress import ip_address
from typing import Any

import structlog

LARGEST_BODY = 2_000_000
LOOK_SECONDS = 0.25
PATIENCE_SECONDS, HURRY_SECONDS = 5.0, 1.0
# When so many threads wait for a body, somebody is at it on purpose.
CROWD = 8
# An honest client fills its packets; one that drips sends a few bytes in each.
DRIP_BYTES, DRIP_PACKETS = 50, 4

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

log = structlog.get_logger(__name__)


def take_bodies(application: Application) -> Application:
    """A WSGI application that finds each body complete; 413 for one that is too large, 400 for one that broke off."""
    watch = BodyWatch()

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if length == "0" and "HTTP_TRANSFER_ENCODING" not in environ:
            return application(environ, start_response)
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return _refuse(start_response, "413 Content Too Large")
        with watch.over(environ.get("REMOTE_ADDR", "")):
            body = bytes(environ["wsgi.input"].read(LARGEST_BODY + 1))
        if len(body) > LARGEST_BODY:
            return _refuse(start_response, "413 Content Too Large")
        if len(body) < int(length):
            return _refuse(start_response, "400 Bad Request")
        environ["CONTENT_LENGTH"], environ["wsgi.input"] = str(len(body)), BytesIO(body)
        return application(environ, start_response)

    return answer


@dataclass(slots=True)
class BodyWatch:
    """Knows which threads wait for a body, and ends the wait of those that wait too long."""

    _waiting: dict[int, tuple[float, str]] = field(default_factory=dict)
    _begun: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def over(self, address: str) -> Iterator[None]:
        """While this thread reads a body from a client."""
        if self._begun.acquire(blocking=False):
            threading.Thread(target=self._look_on, name="bodies", daemon=True).start()
        place = threading.get_ident()
        self._waiting[place] = time.monotonic(), address
        try:
            yield
        finally:
            del self._waiting[place]

    def late(self) -> tuple[float, set[str]]:
        """How much patience there is now, in seconds, and whose bodies have outstayed it."""
        waiting, moment = list(self._waiting.values()), time.monotonic()
        patience = PATIENCE_SECONDS if len(waiting) < CROWD else HURRY_SECONDS
        return patience, {address for since, address in waiting if moment - since > patience}

    def _look_on(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            patience, addresses = self.late()
            ended = 0
            # Without a free descriptor there is nothing to see; this thread must live to look again.
            with suppress(OSError):
                ended = sum(map(hang_up, slow_connections(addresses, patience))) if addresses else 0
            if ended:
                log.warning("slow_clients_ended", connections=ended, waiting=len(self._waiting))


def slow_connections(addresses: Collection[str], patience: float) -> Iterator[int]:
    """Descriptors of this process's connections from these addresses that are silent for so long, or drip."""
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError, ValueError), _borrowed(int(name)) as connection:
            if connection.family not in (socket.AF_INET, socket.AF_INET6):
                continue
            if _plain(connection.getpeername()[0]) not in map(_plain, addresses):
                continue
            silent_ms, received, packets = _tcp_facts(connection)
            drips = packets > DRIP_PACKETS and received < DRIP_BYTES * packets
            if silent_ms > patience * 1000 or drips:
                yield int(name)


def hang_up(descriptor: int) -> bool:
    """Let a connection's reader find its end; what it reads from then on is nothing."""
    with suppress(OSError), _borrowed(descriptor) as connection:
        connection.shutdown(socket.SHUT_RD)
        return True
    return False


@contextmanager
def _borrowed(descriptor: int) -> Iterator[socket.socket]:
    """A socket that is somebody else's. OSError where the descriptor is none.

    Nothing is duplicated: most descriptors are files, whose copies would be left behind, and closing a copy of SQLite's
    file would drop the locks of the whole process.
    """
    connection = socket.socket(fileno=descriptor)
    try:
        yield connection
    finally:
        connection.detach()


def _tcp_facts(connection: socket.socket) -> tuple[int, int, int]:
    """Milliseconds since data came, bytes that came in all, and in how many packets: `struct tcp_info` of Linux."""
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 192)
    (silent_ms,) = struct.unpack_from("I", info, 52)
    (received,) = struct.unpack_from("Q", info, 128)
    (packets,) = struct.unpack_from("I", info, 152)
    return silent_ms, received, packets


def _plain(address: str) -> str:
    parsed = ip_address(address.partition("%")[0])
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def _refuse(start_response: StartResponse, status: str) -> Iterable[bytes]:
    log.info("body_refused", status=int(status[:3]))
    start_response(status, [("Content-Length", "0"), ("Connection", "close")])
    return [b""]
