"""Connections to a checked address whose every read and write knows one deadline. Needs no Django.

A time-out that starts anew with each byte does not end a peer that drips; these sockets give each call only what is
left. `http.client` above them, because urllib3 rewrites the path of a request after it was signed.
"""

from __future__ import annotations

import http.client
import select
import socket
import ssl
import time
from typing import Any, cast

# Servers close idle connections after five seconds or more; one that is about to close would lose a POST.
IDLE_SECONDS = 4.0


class _Deadline:
    deadline: float = float("inf")

    def _arm(self) -> None:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("deadline passed")
        self.settimeout(left)  # type: ignore[attr-defined]

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self._arm()
        return super().recv_into(*args, **kwargs)  # type: ignore[misc, no-any-return]

    def send(self, *args: Any, **kwargs: Any) -> int:
        self._arm()
        return super().send(*args, **kwargs)  # type: ignore[misc, no-any-return]

    def sendall(self, *args: Any, **kwargs: Any) -> None:
        self._arm()
        super().sendall(*args, **kwargs)  # type: ignore[misc]


class DeadlineSocket(_Deadline, socket.socket):
    """A plain socket with a deadline."""


class DeadlineTLSSocket(_Deadline, ssl.SSLSocket):
    """A TLS socket with a deadline."""


class Refused(Exception):
    """No connection came about, so nothing was sent."""


class PinnedConnection(http.client.HTTPConnection):
    """An HTTP connection to one checked address; Host header and certificate are those of the name."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext | None):
        super().__init__(host, port)
        self.sock: DeadlineSocket | DeadlineTLSSocket | None
        self.default_port = 443 if context else 80
        self._address = address
        self._context = context
        self._idle_since = 0.0
        self._held_back: bytes | None = None

    def open(self, deadline: float, connect_seconds: float) -> None:
        """Connect within so many seconds. Raises Refused, or an OSError once bytes may have passed."""
        family = socket.AF_INET6 if ":" in self._address else socket.AF_INET
        plain = DeadlineSocket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(max(0.01, connect_seconds))
            plain.connect((self._address, self.port))
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            plain.close()
            raise Refused(str(error)) from error
        self.sock = plain if self._context is None else self._wrap(plain, deadline)
        self.set_deadline(deadline)

    def set_deadline(self, deadline: float) -> None:
        """Everything on this connection must be over by then (time.monotonic)."""
        if self.sock is not None:
            self.sock.deadline = deadline

    def rest(self) -> None:
        """Note that the connection is idle from now on."""
        self._idle_since = time.monotonic()

    def is_fresh(self) -> bool:
        """Whether an idle connection can be used again: not idle for long, not closed, nothing unasked in it."""
        if time.monotonic() - self._idle_since > IDLE_SECONDS or self.sock is None:
            return False
        poll = select.poll()
        poll.register(self.sock, select.POLLIN)
        return not poll.poll(0)

    def request(self, method: str, url: str, body: Any = None, headers: Any = None, **others: Any) -> None:
        """Send a request; its head waits for the body, so that both leave in one packet."""
        self._held_back = b"" if body else None
        super().request(method, url, body, headers or {}, **others)

    def send(self, data: Any) -> None:
        """Send a piece of the request: its head comes first."""
        if self._held_back == b"":
            self._held_back = data
            return
        whole, self._held_back = (self._held_back or b"") + data, None
        super().send(whole)

    def connect(self) -> None:
        """Never by itself: only `open` knows the checked address."""
        raise ConnectionError("the connection was closed")

    def _wrap(self, plain: DeadlineSocket, deadline: float) -> DeadlineTLSSocket:
        assert self._context is not None
        plain.settimeout(max(0.01, deadline - time.monotonic()))
        try:
            return cast(DeadlineTLSSocket, self._context.wrap_socket(plain, server_hostname=self.host))
        except BaseException:
            plain.close()
            raise


def tls_context(extra_ca: str = "") -> ssl.SSLContext:
    """A verifying context: the system's authorities, and the operator's own if one is named."""
    context = ssl.create_default_context()
    if extra_ca:
        context.load_verify_locations(extra_ca)
    context.set_alpn_protocols(["http/1.1"])
    context.sslsocket_class = DeadlineTLSSocket
    return context
