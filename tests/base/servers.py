"""A server of the test's own on loopback that answers as it is told, well or badly."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# What a peer does once it has read a request: gets the request's head and body, and the connection to answer on.
Manner = Callable[[bytes, socket.socket], None]


def say(status: str, body: bytes = b"", *headers: str) -> Manner:
    """Answer in full."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return lambda request, peer: peer.sendall("\r\n".join(lines).encode() + body)


def drip(start: bytes, piece: bytes, pause: float = 0.05) -> Manner:
    """Begin to answer and never end."""

    def go_on(request: bytes, peer: socket.socket) -> None:
        peer.sendall(start)
        while True:
            peer.sendall(piece)
            time.sleep(pause)

    return go_on


def hang(request: bytes, peer: socket.socket) -> None:
    """Say nothing."""
    time.sleep(5)


def hang_up(request: bytes, peer: socket.socket) -> None:
    """Close without a word."""
    peer.close()


class Peer:
    """The running server: its port, what it was asked, and how many connections were made."""

    def __init__(self, manner: Manner, context: ssl.SSLContext | None = None, address: str = "127.0.0.1"):
        self.manner, self.requests, self.connections = manner, [], 0
        self._context = context
        self._listening = socket.create_server((address, 0))
        self.port = self._listening.getsockname()[1]
        self.url = f"http://{address}:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer: socket.socket) -> None:
        try:
            if self._context:
                peer = self._context.wrap_socket(peer, server_side=True)
            while request := _read_request(peer):
                self.requests.append(request)
                self.manner(request, peer)
        except OSError:
            pass
        finally:
            peer.close()

    def close(self) -> None:
        self._listening.close()


@contextmanager
def peer(manner: Manner, context: ssl.SSLContext | None = None, address: str = "127.0.0.1") -> Iterator[Peer]:
    """A peer for the length of a test."""
    running = Peer(manner, context, address)
    try:
        yield running
    finally:
        running.close()


def _read_request(peer: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        more = peer.recv(65536)
        if not more:
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += peer.recv(65536)
    return head + b"\r\n\r\n" + body
