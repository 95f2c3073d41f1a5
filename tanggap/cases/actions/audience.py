"""What is answered, and how wide a reply may go: never wider than that."""

from __future__ import annotations

from tanggap.cases.models import Case
from tanggap.channels.contract import Audience
from tanggap.inbox.models import Post


def reply_audience(audience: str) -> str:
    """An answer is seen by those who saw the question; a followers' post is answered to its author alone."""
    return Audience.DIRECT.value if audience == Audience.FOLLOWERS else audience


def receipt_audience(audience: str) -> str:
    """A machine's receipt stays out of the public timelines."""
    wide = audience in (Audience.PUBLIC, Audience.UNLISTED)
    return Audience.UNLISTED.value if wide else Audience.DIRECT.value


def post_to_answer(case: Case) -> Post:
    """The author's newest words that still stand; the first ones if all were taken back."""
    own = Post.objects.filter(steps__case=case, author__citizen=case.citizen_id, deleted_at__isnull=True)
    return own.select_related("remote", "account").order_by("-id").first() or case.opening_post
