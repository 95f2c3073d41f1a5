"""Conversation: what the machine did not take for a report, for an officer to look over."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.base.clock import now
from tanggap.cases.actions import promote_post
from tanggap.cases.desk import Seat
from tanggap.cases.errors import CaseRefusal
from tanggap.cases.models import CaseStep
from tanggap.inbox.models import Post
from tanggap.inbox.queries import filed_posts
from tanggap.inbox.text.language import language_of
from tanggap.registry.errors import NotAllowed
from tanggap.web.desk.access import seat
from tanggap.web.desk.acting import show_refusal
from tanggap.web.desk.wanted import read_wanted
from tanggap.web.public.handles import network_name

PAGE = 25
# Older talk asks for nothing any more.
KEPT = timedelta(days=30)
OPEN_TO_ALL = ("public", "unlisted")


@require_safe
def list_talk(request: HttpRequest) -> HttpResponse:
    """Posts to the officer's agency that belong to no case, newest first."""
    here, page = seat(request), read_wanted(request).page
    start = (page - 1) * PAGE
    posts = list(_talk(here).filter(steps__isnull=True)[start : start + PAGE + 1])
    context = {
        "seat": here,
        "officer": here.officer,
        "now_showing": "talk",
        "posts": [_shown(post) for post in posts[:PAGE]],
        "newer": f"?page={page - 1}" if page > 1 else None,
        "older": f"?page={page + 1}" if len(posts) > PAGE else None,
        "may_promote": here.mandate_for("assign", here.officer.agency_id),
    }
    return render(request, "tanggap/desk/talk.html", context)


def _shown(post: Post) -> tuple[Post, str, bool, str]:
    """A post with its network, whether everybody can read it, and its language."""
    return post, network_name(post.network), post.audience in OPEN_TO_ALL, language_of(post.text)[0]


@require_POST
def promote(request: HttpRequest, post_id: int) -> HttpResponse:
    """Make a report of what the machine took for conversation; pressed twice, it leads to the one report."""
    here = seat(request)
    post = get_object_or_404(_talk(here), id=post_id)
    try:
        case = promote_post(post.id, acting_officer=here.officer)
    except NotAllowed as refusal:
        return show_refusal(request, refusal)
    except CaseRefusal as refusal:
        step = CaseStep.objects.select_related("case").filter(post=post).order_by("id").first()
        if step is None:
            messages.error(request, str(refusal))
            return redirect("desk_talk")
        case = step.case
    messages.success(request, _("This is a report now, with a number and a deadline."))
    return redirect("desk_case", case.tracking_id)


def _talk(here: Seat) -> QuerySet[Post]:
    """Posts to the agency that the officer may read, whether or not they belong to a case by now."""
    since = now() - KEPT
    posts = filed_posts().filter(agency=here.officer.agency_id, received_at__gt=since, deleted_at__isnull=True)
    if here.officer.agency_id not in here.agencies_with("confidential"):
        posts = posts.filter(audience__in=OPEN_TO_ALL)
    return posts.order_by("-received_at", "-id")
