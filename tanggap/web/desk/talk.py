"""Conversation: what the machine did not take for a report, for an officer to look over."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanggap.inbox.models import Post, PostState
from tanggap.web.desk.access import officer_of

PAGE = 25


@require_safe
def list_talk(request: HttpRequest) -> HttpResponse:
    """Public posts to the officer's agency that belong to no case, newest first."""
    officer = officer_of(request)
    posts = Post.objects.filter(
        agency=officer.agency, state=PostState.FILED, steps__isnull=True, audience__in=("public", "unlisted"),
        deleted_at=None,
    )  # fmt: skip
    page = Paginator(posts.select_related("understanding").order_by("-id"), PAGE).get_page(request.GET.get("page"))
    context = {"officer": officer, "now_showing": "talk", "page": page}
    return render(request, "tanggap/desk/talk.html", context)
