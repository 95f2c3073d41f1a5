"""Questions about publications for the desk and the public pages."""

from __future__ import annotations

from django.db.models import QuerySet

from tanggap.inbox.models import Post
from tanggap.publishing.models import Publication, PublicationState
from tanggap.registry.models import Agency

RELATED = ("agency", "author__user", "approver__user", "drafted_under", "approved_under", "entry")


def published(agency: Agency | None = None) -> QuerySet[Publication]:
    """Approved publications, newest first."""
    approved = Publication.objects.filter(state=PublicationState.APPROVED).select_related(*RELATED)
    if agency is not None:
        approved = approved.filter(agency=agency)
    return approved.order_by("-approved_at", "-id")


def drafts_of(agency: Agency) -> QuerySet[Publication]:
    """What an agency has in hand and has not published yet, newest first."""
    waiting = Publication.objects.filter(agency=agency).exclude(state=PublicationState.APPROVED)
    return waiting.select_related(*RELATED).order_by("-drafted_at")


def replies_to(publication: Publication) -> QuerySet[Post]:
    """Public posts that answer a publication, on whatever network, in the order they came."""
    posts = Post.objects.filter(thread__messages__release__publication=publication)
    open_to_all = posts.filter(audience__in=("public", "unlisted"), hidden_at=None, deleted_at=None)
    return open_to_all.select_related("remote", "author").order_by("id")
