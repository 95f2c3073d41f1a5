"""The doors for machines in numbers, before everything that only a page needs.

Sessions, languages and forms cost a post more than the post itself; the federated inbox and the hooks need none of it.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tanggap.federation.inbox_view import answer
from tanggap.web.hooks import hook

HOOKS = "/hooks/"


def straight_to_the_door(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, the first of all: hands the inboxes and the hooks their requests at once."""

    def handle(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path == "/inbox":
            return _with_length(answer(request))
        if path.startswith("/@") and path.endswith("/inbox") and path.count("/") == 2:
            return _with_length(answer(request, path[2:-6]))
        if path.startswith(HOOKS) and "/" not in path[len(HOOKS) :]:
            return _with_length(hook(request, path[len(HOOKS) :]))
        return get_response(request)

    return handle


def _with_length(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Content-Length", str(len(response.content)))
    return response
