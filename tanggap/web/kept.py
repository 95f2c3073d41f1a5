"""Public pages are kept for as long as nothing public has changed, and given again without being made again.

Every public fact that changes appends an entry to the record, so the newest entry's id and the size of the log say
whether a page would still read the same. On the page of a case nothing depends on other reports that come in, so that
in a flood it is kept all the same: there the newest entry of any other kind counts, and how many of the case's own
have their place. What has no entry (a receipt that went out, "five minutes ago") is at most KEPT_SECONDS late.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from tanggap.base.cache import keep, look

KEPT_SECONDS = 10
# Pages that are the same for everybody who did not sign in.
PUBLIC = ("/cases/", "/agencies/", "/publications/", "/mandates/", "/measures/", "/accounts/")
NEVER = ("/source/", "/login", "/logout", "/password", "/invitation", "/check")
CASE = re.compile(r"/cases/([0-9A-Z]{4}-[0-9A-Z]{4})/")
VERSION = "SELECT (SELECT max(id) FROM records_entry), (SELECT size FROM records_log)"
# The conditions are those of the record's indexes, word for word.
VERSION_OF_CASE = """
SELECT (SELECT max(id) FROM records_entry WHERE NOT ("type" IN ('post.received', 'case.opened'))),
(SELECT count("index") FROM records_entry WHERE NOT ("type" = 'post.received') AND subject = %s)
"""


class Kept(NamedTuple):
    """A page as it was sent."""

    body: bytes
    headers: Mapping[str, str]


def keep_pages(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, outside all that makes pages: answers from what is kept, and keeps what is good."""

    def handle(request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request):
            return get_response(request)
        key = _key(request)
        kept: Kept | None = look(key)
        if kept is not None:
            response = HttpResponse(kept.body)
            for name, value in kept.headers.items():
                response.headers[name] = value
            return response
        response = get_response(request)
        if response.status_code == 200 and not response.streaming and not response.cookies:
            keep(key, Kept(response.content, dict(response.headers)), KEPT_SECONDS * 2)
        return response

    return handle


def _may_be_kept(request: HttpRequest) -> bool:
    path = request.path_info
    return (
        request.method == "GET"
        and (path == "/" or path.startswith(PUBLIC))
        and not any(part in path for part in NEVER)
        and not request.META.get("QUERY_STRING")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


def _key(request: HttpRequest) -> str:
    newest, placed = _version(request.path_info)
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")[:5]
    accepts = "json" if "json" in request.META.get("HTTP_ACCEPT", "") else "html"
    moment = int(time.time()) // KEPT_SECONDS
    host = request.META.get("HTTP_HOST", "")[:100]
    asked = f"{language}\n{accepts}\n{host}\n{request.path_info}".encode()
    return f"page:{newest}:{placed}:{moment}:{hashlib.sha256(asked).hexdigest()}"


def _version(path: str) -> tuple[int, int]:
    """The newest entry that can change a page, and how many of its entries have their place in the log."""
    case = CASE.fullmatch(path)
    with connection.cursor() as cursor:
        if case:
            cursor.execute(VERSION_OF_CASE, [f"case:{case[1]}"])
        else:
            cursor.execute(VERSION)
        newest, placed = cursor.fetchone()
    return newest, placed
