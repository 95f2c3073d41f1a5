"""Takes a request's body before the product sees it, so that clients who send slowly cannot hold every thread.

The web server hands a request over once its headers are there, and reading the body then blocks a thread for as long
as the client likes; it knows no time-out. Most bodies are there already and are read at once. When several threads
are waiting for theirs, further ones are read by a helper thread, and the request is answered 408 if that takes long.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import BytesIO
from typing import Any

import structlog

LARGEST_BODY = 2_000_000
# Of the 32 threads so many may wait for a body without an end; the others always come back.
PATIENT_THREADS = 8
MOST_HELPERS = 256
PATIENCE_SECONDS, HURRY_SECONDS = 5.0, 1.0
# When the helpers are this many, somebody is at it on purpose.
CROWD = 8

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

log = structlog.get_logger(__name__)


def take_bodies(application: Application) -> Application:
    """A WSGI application that finds each body complete; 408, 413 or 503 where that cannot be."""
    reader = _Reader()

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if length == "0" and "HTTP_TRANSFER_ENCODING" not in environ:
            return application(environ, start_response)
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return _refuse(start_response, "413 Content Too Large")
        try:
            body = reader.read(environ["wsgi.input"])
        except _TooSlow:
            return _refuse(start_response, "408 Request Timeout")
        except _TooMany:
            return _refuse(start_response, "503 Service Unavailable", ("Retry-After", "5"))
        if len(body) > LARGEST_BODY:
            return _refuse(start_response, "413 Content Too Large")
        if len(body) < int(length):
            return _refuse(start_response, "400 Bad Request")
        environ["CONTENT_LENGTH"], environ["wsgi.input"] = str(len(body)), BytesIO(body)
        return application(environ, start_response)

    return answer


class _TooSlow(Exception):
    """The body did not come in time."""


class _TooMany(Exception):
    """Too many bodies are waited for already."""


class _Reader:
    """Reads bodies, directly while few threads wait, else with a helper that may be left behind."""

    def __init__(self) -> None:
        self._patient = threading.Semaphore(PATIENT_THREADS)
        self._helpers = threading.Semaphore(MOST_HELPERS)
        self._helping = 0
        self._once = threading.Lock()

    def read(self, source: Any) -> bytes:
        """The whole body, or one byte more than allowed. Raises _TooSlow, _TooMany."""
        if self._once.acquire(blocking=False):
            # The first request of the process: only now the listening socket is there.
            notice_vanished_clients()
        if self._patient.acquire(blocking=False):
            try:
                return _all(source)
            finally:
                self._patient.release()
        return self._with_helper(source)

    def _with_helper(self, source: Any) -> bytes:
        if not self._helpers.acquire(blocking=False):
            log.error("bodies_refused", waiting=MOST_HELPERS)
            raise _TooMany
        found: list[bytes] = []
        helper = threading.Thread(target=self._help, args=(source, found), daemon=True)
        self._helping += 1
        helper.start()
        helper.join(PATIENCE_SECONDS if self._helping < CROWD else HURRY_SECONDS)
        if not found:
            log.warning("body_too_slow", waiting=self._helping)
            raise _TooSlow
        return found[0]

    def _help(self, source: Any, found: list[bytes]) -> None:
        # Ends at last when the client hangs up, or when the kernel finds that it has vanished.
        try:
            found.append(_all(source))
        finally:
            self._helping -= 1
            self._helpers.release()


def notice_vanished_clients() -> None:
    """Have the kernel ask silent clients whether they are still there; connections take this over from the listener."""
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError), socket.socket(fileno=os.dup(int(name))) as listener:
            if listener.family != socket.AF_UNIX and listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 30)
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 10)
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)


def _all(source: Any) -> bytes:
    return bytes(source.read(LARGEST_BODY + 1))


def _refuse(start_response: StartResponse, status: str, *headers: tuple[str, str]) -> Iterable[bytes]:
    start_response(status, [("Content-Length", "0"), ("Connection", "close"), *headers])
    return [b""]
