"""What people see when something is not there, not theirs, or broken: what happened, what is safe, what to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tanggap.web.context import other_language


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404, and also every confidential case."""
    return render(request, "tanggap/not_found.html", status=404)


def refused(request: HttpRequest, exception: Any = None, reason: str = "") -> HttpResponse:
    """403: nothing happened, nothing was lost."""
    return render(request, "tanggap/refused.html", {"why": str(exception or "")}, status=403)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old, or came from elsewhere. What was written is shown, so that it can be taken along."""
    written = [
        value
        for name, values in request.POST.lists()
        for value in values
        if len(value.split()) > 1 and "password" not in name and "token" not in name
    ]
    return render(request, "tanggap/stale.html", {"written": written}, status=403)


def malformed(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400: the browser sent something that is no page's form."""
    return render(request, "tanggap/malformed.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """500: says so without asking the database, which may be what broke."""
    known = {
        "government": {"name": settings.GOVERNMENT, "emergency_number": ""},
        "LANGUAGE_CODE": get_language(),
        "other_language": other_language(request),
    }
    return HttpResponse(render_to_string("tanggap/broken.html", known), status=500)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a browser keeps to show when there is no connection."""
    return render(request, "tanggap/offline.html")
