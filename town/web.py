"""A small HTTP server: requests and responses as plain values, a table of routes, threads of the standard library."""

from __future__ import annotations

import json
import re
import socket
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

MOST_BYTES = 1_000_000
IDLE_SECONDS = 20
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"


@dataclass(frozen=True)
class Request:
    """What a client asks. Header names are lower case; `target` is the path with its query, as it came."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path alone."""
        return urlsplit(self.target).path

    @cached_property
    def query(self) -> dict[str, str]:
        """The query's fields; of a repeated one, the last."""
        return _fields(urlsplit(self.target).query)

    @cached_property
    def form(self) -> dict[str, Any]:
        """The body's fields, from a form or a JSON object. Anything else is empty."""
        if "json" in self.headers.get("content-type", ""):
            try:
                told = json.loads(self.body or b"{}")
            except (ValueError, RecursionError):
                return {}
            return told if isinstance(told, dict) else {}
        return _fields(self.body.decode("utf-8", "replace"))

    @cached_property
    def cookies(self) -> dict[str, str]:
        """Cookies by name."""
        try:
            return {name: morsel.value for name, morsel in SimpleCookie(self.headers.get("cookie", "")).items()}
        except CookieError:
            return {}

    def wants(self, *kinds: str) -> bool:
        """Whether the client asks for one of these media types."""
        accepted = self.headers.get("accept", "")
        return any(kind in accepted for kind in kinds)


@dataclass(frozen=True)
class Response:
    """What a client gets."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def json_response(told: Any, status: int = 200, kind: str = "application/json; charset=utf-8") -> Response:
    """A JSON document."""
    return Response(json.dumps(told, ensure_ascii=False).encode(), status, kind)


def redirect(address: str, headers: Mapping[str, str] | None = None) -> Response:
    """Go on there, after a form."""
    return Response(b"", 303, headers={"Location": address, **(headers or {})})


Handler = Callable[..., Response]


class Routes:
    """Which function answers which path; the groups of the pattern are its arguments after the request."""

    def __init__(self, table: Sequence[tuple[str, str, Handler]]):
        self._table = [(method, re.compile(pattern), handler) for method, pattern, handler in table]

    def answer(self, request: Request) -> Response:
        """The response of the first route that fits."""
        allowed = set()
        method = "GET" if request.method == "HEAD" else request.method
        for wanted, pattern, handler in self._table:
            match = pattern.fullmatch(request.path)
            if match and wanted == method:
                return handler(request, *match.groups())
            allowed |= {wanted} if match else set()
        if allowed:
            return Response(b"", 405, headers={"Allow": ", ".join(sorted(allowed))})
        return Response(b"not found", 404, "text/plain")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, family: socket.AddressFamily, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]):
        self.address_family = family
        super().__init__(address, handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no error of ours."""


class WebServer:
    """Serves routes on loopback, on IPv6 too where there is any."""

    def __init__(self, port: int, routes: Routes):
        handler = _handler(routes)
        self._servers = [_Server(socket.AF_INET, ("127.0.0.1", port), handler)]
        self.port = int(self._servers[0].server_address[1])
        with suppress(OSError):  # no IPv6 here, or somebody else has that half of the port
            self._servers.append(_Server(socket.AF_INET6, ("::1", self.port), handler))

    def start(self) -> None:
        """Begin to serve."""
        for server in self._servers:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Take no more requests."""
        for server in self._servers:
            server.shutdown()
            server.server_close()


def _handler(routes: Routes) -> type[BaseHTTPRequestHandler]:
    class Connection(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version, sys_version = "PosRonda/1.0", ""
        timeout = IDLE_SECONDS
        # One packet for headers and body, else the client waits 40 ms for the second.
        wbufsize = -1

        def _serve(self) -> None:
            length = self.headers.get("Content-Length", "0")
            if not length.isdigit() or int(length) > MOST_BYTES:
                self.close_connection = True
                return self._give(Response(b"too large", 413, "text/plain"))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers, self.rfile.read(int(length)))
            return self._give(_answer(routes, request))

        do_GET = do_HEAD = do_POST = do_DELETE = _serve

        def _give(self, response: Response) -> None:
            self.send_response(response.status)
            self.send_header("Content-Type", response.kind)
            self.send_header("Content-Length", str(len(response.body)))
            self.send_header("X-Content-Type-Options", "nosniff")
            if response.kind.startswith("text/html"):
                self.send_header("Content-Security-Policy", POLICY)
                self.send_header("Referrer-Policy", "same-origin")
                self.send_header("Cache-Control", "no-store")
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(response.body)

        def log_message(self, format: str, *args: Any) -> None:
            """The town writes no access log."""

    return Connection


def _answer(routes: Routes, request: Request) -> Response:
    try:
        return routes.answer(request)
    except Exception:
        traceback.print_exc()
        return Response(b"the town has tripped over its own feet", 500, "text/plain")


def _fields(query: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
