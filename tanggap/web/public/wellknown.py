"""Small files for machines at their customary places."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tanggap.base.clock import now
from tanggap.registry.snapshots import signed_register

ROBOTS = """User-agent: *
Disallow: /desk/
Disallow: /s/
Disallow: /email/
Disallow: /api/
Disallow: /hooks/
Disallow: /accounts/login/
Disallow: /accounts/password/
Disallow: /accounts/invitation/
Disallow: /cases/*/source/
Disallow: /record/?
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers leave alone."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a hole (RFC 9116)."""
    lines = [
        f"Contact: mailto:{settings.DEFAULT_FROM_EMAIL}",
        f"Expires: {(now() + timedelta(days=180)).strftime('%Y-%m-%dT00:00:00Z')}",
        "Preferred-Languages: id, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The signed snapshot of the register; 404 until the first one has its place in the record."""
    document = signed_register()
    if document is None:
        raise Http404
    response = JsonResponse(document)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
