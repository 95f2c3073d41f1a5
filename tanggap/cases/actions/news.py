"""Followers hear by e-mail that there is news; what the news is stands behind their saved link."""

from __future__ import annotations

from django.conf import settings

from tanggap.cases.actions.follow import stop_token
from tanggap.cases.models import Case
from tanggap.outbox.actions import Draft, submit_messages
from tanggap.outbox.models import MessageKind
from tanggap.rules.packs import pack


def tell_followers(case: Case) -> int:
    """Tell everyone who confirmed their address; returns how many."""
    followers = case.followers.filter(confirmed_at__isnull=False).select_related("identity")
    drafts = [
        Draft(
            MessageKind.NEWS,
            "email",
            pack().words(
                case.language,
                "news",
                government=settings.GOVERNMENT,
                stop_url=f"{settings.BASE_URL}/email/stop/{stop_token(follower)}",
            ),
            agency=case.agency,
            recipient=follower.identity,
            subject=pack().words(case.language, "news_subject", government=settings.GOVERNMENT),
            language=case.language,
        )
        for follower in followers
    ]
    return len(submit_messages(drafts))
