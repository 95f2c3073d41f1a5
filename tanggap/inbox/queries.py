"""Questions about posts."""

from __future__ import annotations

from django.db.models import QuerySet

from tanggap.inbox.models import Post, PostState


def filed_posts() -> QuerySet[Post]:
    """Posts that stand where they belong: in a case, or as conversation."""
    return Post.objects.exclude(waiting__state__in=(PostState.RECEIVED, PostState.UNDERSTOOD))
