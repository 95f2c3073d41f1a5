"""Who may open which address. An address without a row here cannot be declared."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

View = Callable[..., HttpResponseBase]


class Access(Enum):
    """The rules an address can have."""

    PUBLIC = "anybody"
    SECRET_LINK = "whoever holds the secret link"  # noqa: S105
    SIGNED_IN = "anybody who signed in"
    OFFICER = "an officer who is active, or an overseer"
    TOKEN = "whoever holds a token of the interface"  # noqa: S105
    HOOK = "a network that knows the connection's token; the connector checks its signature"


RULES: dict[str, Access] = {
    # Public pages
    "home": Access.PUBLIC,
    "report": Access.PUBLIC,
    "track": Access.PUBLIC,
    "case": Access.PUBLIC,
    "case_source": Access.PUBLIC,
    "agency": Access.PUBLIC,
    "accounts": Access.PUBLIC,
    "account_check": Access.PUBLIC,
    "publications": Access.PUBLIC,
    "publication": Access.PUBLIC,
    "mandate": Access.PUBLIC,
    "measures": Access.PUBLIC,
    "record": Access.PUBLIC,
    "offline": Access.PUBLIC,
    "register": Access.PUBLIC,
    "robots": Access.PUBLIC,
    "security_txt": Access.PUBLIC,
    # A citizen's own pages
    "own_case": Access.SECRET_LINK,
    "own_reply": Access.SECRET_LINK,
    "own_email": Access.SECRET_LINK,
    "own_receipt": Access.SECRET_LINK,
    "confirm_email": Access.SECRET_LINK,
    "stop_email": Access.SECRET_LINK,
    # Signing in
    "login": Access.PUBLIC,
    "logout": Access.SIGNED_IN,
    "password_reset": Access.PUBLIC,
    "password_reset_sent": Access.PUBLIC,
    "password_reset_confirm": Access.SECRET_LINK,
    "password_reset_done": Access.PUBLIC,
    "invitation": Access.SECRET_LINK,
    # The interface; an endpoint asks for the token itself, and a test holds it to this table
    "api-root": Access.PUBLIC,
    "openapi-json": Access.PUBLIC,
    "open_session": Access.PUBLIC,
    "list_cases": Access.TOKEN,
    "show_case": Access.TOKEN,
    "answer": Access.TOKEN,
    "statistics": Access.PUBLIC,
    "check_account": Access.PUBLIC,
}


def page(route: str, view: View, name: str, access: Access | None = None, **options: Any) -> URLPattern:
    """A `path` whose access rule is looked up here and kept; a room with a table of its own passes `access`."""
    rule = access or RULES[name]
    return path(route, _kept(view, rule), options or None, name=name)


def _kept(view: View, rule: Access) -> View:
    @wraps(view)
    def keep(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.access = rule  # type: ignore[attr-defined]
        if rule in (Access.SIGNED_IN, Access.OFFICER) and not request.user.is_authenticated:
            return redirect_to_login(_way_back(request))
        if rule is Access.OFFICER and not _is_at_the_desk(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    keep.access = rule  # type: ignore[attr-defined]
    return keep


def _way_back(request: HttpRequest) -> str:
    """Where to go on after signing in: a form that was sent meanwhile leads back to the page on which it stood."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    is_ours = page.netloc == request.get_host() and page.path.startswith("/")
    return f"{page.path}?{page.query}".rstrip("?") if is_ours else settings.LOGIN_REDIRECT_URL


def _is_at_the_desk(request: HttpRequest) -> bool:
    officer = getattr(request.user, "officer", None)
    return officer is not None and officer.is_active
