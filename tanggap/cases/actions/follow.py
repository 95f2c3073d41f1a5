"""Whoever holds the secret link writes again, or asks to hear by e-mail."""

from __future__ import annotations

from django.conf import settings

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.ids import hash_secret, public_id, secret
from tanggap.base.work import wake
from tanggap.cases.models import Case, CaseFollower
from tanggap.channels.contract import Audience, Author, IncomingPost
from tanggap.inbox.actions import Received, receive_posts
from tanggap.outbox.actions import Draft, submit_messages
from tanggap.outbox.models import MessageKind
from tanggap.people.actions import KnownAuthor, know_identities
from tanggap.rules.packs import pack


def reply_by_secret(case: Case, text: str, *, says: str = "") -> None:
    """The author of a form's report writes again from their own view; it goes the way of every post."""
    with writing():
        extra = {"confidential": True} if case.is_sealed else {}
        post = IncomingPost(
            remote_id=f"form:{public_id()}",
            author=Author(remote_id=case.author.remote_id),
            text=text,
            audience=Audience(case.audience),
            in_reply_to=case.opening_post.remote.remote_id,
            extra={**extra, **({"says": says} if says else {})},
        )
        receive_posts([Received("webform", now(), post)])
        wake("work")


def follow_case(case: Case, address: str, confirm_url: str) -> None:
    """Ask an e-mail address to confirm; nothing else is sent before it did. `confirm_url` ends before the token."""
    token = secret()
    with writing():
        known = know_identities([KnownAuthor(network="email", remote_id=address.strip().lower())])
        identity = known[("email", address.strip().lower())]
        follower, is_new = CaseFollower.objects.get_or_create(
            case=case, identity=identity, defaults={"token_hash": hash_secret(token), "asked_at": now()}
        )
        if not is_new:
            if follower.confirmed_at:
                return
            CaseFollower.objects.filter(id=follower.id).update(token_hash=hash_secret(token))
        draft = Draft(
            MessageKind.NEWS,
            "email",
            _words(case, "confirm_address", f"{confirm_url}{token}"),
            agency=case.agency,
            recipient=identity,
            subject=_words(case, "confirm_address_subject"),
            language=case.language,
        )
        submit_messages([draft])


def confirm_follower(token: str) -> CaseFollower | None:
    """The address was confirmed from its own mailbox; None when the link is not known."""
    with writing():
        follower = CaseFollower.objects.filter(token_hash=hash_secret(token)).select_related("case").first()
        if follower is not None and follower.confirmed_at is None:
            CaseFollower.objects.filter(id=follower.id).update(confirmed_at=now())
        return follower


def _words(case: Case, key: str, confirm_url: str = "") -> str:
    return pack().words(case.language, key, government=settings.GOVERNMENT, url=confirm_url)
