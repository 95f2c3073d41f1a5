"""What keeps anonymous forms from being misused without a cookie: same-site only, and so many from one network."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from tanggap.base.cache import keep

View = Callable[..., HttpResponse]
WINDOW_SECONDS = 600
# A village may share one address behind its provider, so the limit stops floods, not neighbours.
MOST_IN_WINDOW = 30


def from_our_pages(view: View) -> View:
    """Take a form only from a page of ours. These forms carry no session, so they need no cookie either."""

    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not _is_from_here(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(guard)


def is_flooding(request: HttpRequest, what: str) -> bool:
    """Count one more try from this network; True once there are too many in ten minutes."""
    name = f"web.flood.{what}.{_network_of(request)}"
    try:
        cache.add(name, 0, WINDOW_SECONDS)
        return int(cache.incr(name)) > MOST_IN_WINDOW
    except ValueError:
        # It ran out between the two calls: this is the first of a new window.
        keep(name, 1, WINDOW_SECONDS)
        return False
    except Exception:  # the cache is away: nobody is turned away for that
        return False


def _is_from_here(request: HttpRequest) -> bool:
    """Browsers say where a form comes from; a program that says nothing is no visitor's browser being misled."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()


def _network_of(request: HttpRequest) -> str:
    """A digest of the sender's address; of IPv6 only the part that one household shares."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    prefix = 64 if address.version == 6 else 32
    network = ipaddress.ip_network(f"{address}/{prefix}", strict=False)
    return hashlib.sha256(str(network).encode()).hexdigest()[:24]
