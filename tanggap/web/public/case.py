"""The public page of a case, the way to it by its number, and to a post's own place."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tanggap.base.ids import read_tracking_id
from tanggap.cases.models import StepKind
from tanggap.cases.queries import public_case
from tanggap.channels.contract import Audience
from tanggap.inbox.models import Post
from tanggap.web.public.case_story import public_story

TYPED_TOO_LONG = 100


@require_safe
def show_case(request: HttpRequest, tracking_id: str) -> HttpResponse:
    """The exchange. A number typed a little differently leads to its one address."""
    number = read_tracking_id(tracking_id)
    if number is None:
        raise Http404
    if number != tracking_id:
        return redirect("case", number, permanent=False)
    story = public_story(number)
    if story is None:
        raise Http404
    response = render(request, "tanggap/case.html", {"story": story})
    if story.is_unlisted:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def track_case(request: HttpRequest) -> HttpResponse:
    """Find a case by its number, however it was typed."""
    typed = request.GET.get("id", "").strip()[:TYPED_TOO_LONG]
    number = read_tracking_id(typed)
    if number is not None and public_case(number) is not None:
        return redirect("case", number)
    found = {"typed": typed, "looks_right": number is not None, "number": number}
    return render(request, "tanggap/track.html", found, status=404 if typed else 200)


@require_safe
def lead_to_source(request: HttpRequest, tracking_id: str, number: int) -> HttpResponse:
    """The n-th post of a case at its own network, through an address of ours, so that no handle stands in the page."""
    case = public_case(tracking_id)
    if case is None or number < 1:
        raise Http404
    speaking = case.steps.filter(kind__in=[StepKind.OPENED, StepKind.REPLIED]).order_by("id")
    step = speaking.select_related("post__remote", "post__author__citizen")[number - 1 : number].first()
    post = step.post if step else None
    if post is None or not _may_be_led_to(post):
        raise Http404
    response = HttpResponseRedirect(post.remote.url)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _may_be_led_to(post: Post) -> bool:
    """Public, still there, and its author did not opt out; only ever to a web address."""
    is_there = post.deleted_at is None and post.hidden_at is None
    is_public = post.audience in (Audience.PUBLIC, Audience.UNLISTED)
    is_web = urlsplit(post.remote.url).scheme in ("http", "https") and not re.search(r"[\s\x00-\x1f]", post.remote.url)
    return is_there and is_public and is_web and post.author.citizen.opted_out_at is None
