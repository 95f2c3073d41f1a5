"""The doors for machines in numbers, before everything that only a page needs.

Sessions, languages and forms cost a post more than the post itself; the federated inbox and the hooks need none of
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

import structlog
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse

from tanggap.federation.inbox_view import Reply, answer, receive
from tanggap.web.hooks import hook

HOOKS = "/hooks/"
NUL_IN_COOKIE, NUL_IN_QUERY = "\\000", "%00"

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

log = structlog.get_logger(__name__)


def open_the_inbox(application: Application) -> Application:
    """A WSGI application that takes what is sent to an inbox itself: Django's request costs half of one.

    The body must be there already, no larger than may be (`bodies.take_bodies`).
    """

    def handle(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        name = _whose_inbox(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "POST" else None
        if name is None:
            return application(environ, start_response)
        reply = _received(environ, name)
        reason = reply.reason.encode()
        headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(reason)))]
        if reply.retry_after:
            headers.append(("Retry-After", str(reply.retry_after)))
        start_response(f"{reply.status} {HTTPStatus(reply.status).phrase}", headers)
        return [reason]

    return handle


def straight_to_the_door(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the first of all: hands the hooks and the inboxes their requests at once."""

    def handle(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        # PostgreSQL stores no NUL and fails at one; forms and questions leave it out, and no address has one.
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace(NUL_IN_QUERY, "")
        if "\0" in path or NUL_IN_COOKIE in request.META.get("HTTP_COOKIE", ""):
            return HttpResponse(status=404, headers={"Content-Length": "0"})
        name = _whose_inbox(path)
        if name is not None:
            return _with_length(answer(request, name))
        if path.startswith(HOOKS) and "/" not in path[len(HOOKS) :]:
            return _with_length(hook(request, path[len(HOOKS) :]))
        return get_response(request)

    return handle


def _whose_inbox(path: str) -> str | None:
    """The handle in an inbox's path, empty for the shared one; None for every other path."""
    if path == "/inbox":
        return ""
    if path.startswith("/@") and path.endswith("/inbox") and path.count("/") == 2:
        return path[2:-6]
    return None


def _received(environ: Environ, name: str) -> Reply:
    try:
        reply = receive(environ, environ["wsgi.input"].read(), name)
    except Exception:
        log.exception("inbox_broke")
        reply = Reply(500)
    if reply.status >= 500:
        # Without a request of Django's nobody else looks whether this thread's connection still serves.
        close_old_connections()
    return reply


def _with_length(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Content-Length", str(len(response.content)))
    return response
