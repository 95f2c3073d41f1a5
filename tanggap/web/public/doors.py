"""What keeps anonymous forms from being misused without a cookie: same-site only, and so many from one network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from tanggap.base import addresses
from tanggap.people.actions import count_try
from tanggap.web.access import Access

View = Callable[..., HttpResponse]
Page = Callable[..., HttpResponseBase]
WINDOW = timedelta(minutes=10)
# A village may share one address behind its provider, so the limit stops floods, not neighbours.
MOST_IN_WINDOW = 30
# What sends a letter to whatever address was typed is rarer: it would be a stranger's letter box that fills.
MOST_MAILS, MAIL_WINDOW = {"email": 10, "password": 20}, timedelta(hours=1)


def from_our_pages(view: View) -> View:
    """Take a form only from a page of ours. These forms carry no session, so they need no cookie either."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not _is_from_here(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guard)


def known_to_us_alone(view: Page) -> Page:
    """A page behind a secret address whose form stands behind a session: no other site learns the address, ours does.

    A page that told nobody would send its form as if from nowhere, and then nothing proves that it is ours.
    """

    @wraps(view)
    def quiet(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return quiet


def is_flooding(request: HttpRequest, what: str) -> bool:
    """Count one more try from this network, in all processes together; True once there are too many."""
    if what in MOST_MAILS:
        return not count_try(what, network_of(request), MOST_MAILS[what], MAIL_WINDOW)
    return not count_try(what, network_of(request), MOST_IN_WINDOW, WINDOW)


def come_again(page: HttpResponse, after: timedelta) -> HttpResponse:
    """The page that says so, with the time for programs too."""
    page.headers["Retry-After"] = str(int(after.total_seconds()))
    return page


def _is_from_here(request: HttpRequest) -> bool:
    """Browsers say where a form comes from; a program that says nothing is no visitor's browser being misled."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    if origin == "null":
        # So says an older browser on a page that passes no address on; whoever misleads it cannot know the secret.
        return getattr(request, "access", None) is Access.SECRET_LINK
    return not origin or urlsplit(origin).netloc == request.get_host()


def network_of(request: HttpRequest) -> str:
    """The network that a request comes from, as limits count it."""
    return addresses.network_of(request.META.get("REMOTE_ADDR", ""))
