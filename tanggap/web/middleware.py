"""What every request passes on its way in, and what every page carries on its way out."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from tanggap.web.access import Access

Handler = Callable[[HttpRequest], HttpResponse]

# No script and no style in a page itself: what a citizen wrote can never act. Pictures may be inlined marks.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
YEAR = 365 * 24 * 3600
# Answers of the interface that are one officer's alone.
PRIVATE_ANSWERS = ("/api/v1/session", "/api/v1/cases")


def chosen_language(get_response: Handler) -> Handler:
    """The language somebody chose (`?lang=`, then a cookie), else the government's first; never the browser's guess."""
    known = {code for code, _ in settings.LANGUAGES}

    def handle(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        language = asked or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = language if language in known else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        if asked in known:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, asked, max_age=YEAR, samesite="Lax", httponly=True)
        return response

    return handle


def page_headers(get_response: Handler) -> Handler:
    """Content policy for every page, and silence for personal ones: not stored, and no address passed on."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        access = getattr(request, "access", None)
        if access is Access.SECRET_LINK:
            response.headers.setdefault("Referrer-Policy", "no-referrer")
        is_private = access is not None and access is not Access.PUBLIC
        if is_private or request.path_info.startswith(PRIVATE_ANSWERS):
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return handle
