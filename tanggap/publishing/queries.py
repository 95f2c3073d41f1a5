"""Questions about publications for the desk and the public pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from tanggap.channels.models import ConnectedAccount, Follower
from tanggap.inbox.models import Post
from tanggap.outbox.actions.submit import note_url
from tanggap.publishing.models import Publication, PublicationState
from tanggap.registry.models import Agency, OfficialAccount
from tanggap.threads.actions import key_of
from tanggap.threads.models import RemoteId

# Networks on which publications stand; a form or an address has no public.
BROADCAST = ("activitypub", "facebook")
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


@dataclass(frozen=True)
class Place:
    """A network on which an agency's publications stand, and how many follow it there as far as we know."""

    account: OfficialAccount
    followers: int


def release_accounts(agency: Agency) -> list[OfficialAccount]:
    """The agency's connected accounts on which a publication is released."""
    held = ConnectedAccount.objects.filter(account__agency=agency, account__network__in=BROADCAST)
    usable = held.filter(account__state="published", connection__is_open=True)
    return [row.account for row in usable.select_related("account__agency").order_by("account__network")]


def places_of(agency: Agency) -> list[Place]:
    """Where a publication would stand if it were released now."""
    accounts = release_accounts(agency)
    counts = Follower.objects.filter(account__in=accounts, identity__gone_at__isnull=True).values_list("account_id")
    followers = dict(counts.annotate(Count("id")))
    return [Place(account, followers.get(account.id, 0)) for account in accounts]


def said_under(publication: Publication) -> QuerySet[Post]:
    """What was said for everybody to read under a publication, on whatever network, in order; also what is hidden.

    Without unlisted posts: a publication's page is found by search engines.
    """
    posts = Post.objects.filter(thread__messages__release__publication=publication)
    return posts.filter(audience="public", deleted_at=None).select_related("remote", "author").order_by("id")


def replies_to(publication: Publication) -> QuerySet[Post]:
    """The same as the public reads it."""
    return said_under(publication).filter(hidden_at=None)


@dataclass(frozen=True)
class Echo:
    """How often a publication was liked and shared, on all its networks together."""

    likes: int
    shares: int


def echo_of(publication: Publication) -> Echo:
    """What the networks told us; nobody's name is kept."""
    released = publication.releases.values_list(
        "message__network", "message__public_id", "message__deliveries__remote_id"
    )
    keys = {key_of(network, name or note_url(own)) for network, own, name in released}
    counted = RemoteId.objects.filter(key__in=keys).aggregate(likes=Sum("likes"), shares=Sum("shares"))
    return Echo(counted["likes"] or 0, counted["shares"] or 0)


def publication_under(post: Post) -> Publication | None:
    """The publication in whose thread a post replies, if it does."""
    if post.in_reply_to_id is None:
        return None
    return published().filter(releases__message__thread=post.thread_id).first()
