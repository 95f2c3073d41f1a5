"""How the interface refuses: a problem document (RFC 9457)."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse


def problem(status: int, title: str, detail: str, retry_after: int = 0) -> HttpResponse:
    """A problem document; `retry_after` in seconds, where coming again helps."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    return JsonResponse(body, status=status, content_type="application/problem+json", headers=headers)
