"""The entries that posts make in the record."""

from __future__ import annotations

from datetime import datetime

from tanggap.base.ids import public_id
from tanggap.inbox.models import Post
from tanggap.records.acts import Act, SealedPayload
from tanggap.records.fields import declare

declare("post.received", network=str, audience=str)
declare("post.edited")
declare("post.deleted")
declare("post.hidden", reason=str)
declare("post.shown")


def post_received(
    post: str, network: str, audience: str, at: datetime, agency: str | None, sealed: SealedPayload, *, hold: bool
) -> Act:
    """A post to the government was received; of a sealed one the public entry says nothing but that."""
    if hold:
        return Act("post.received", at, f"sealed:{public_id()}", private=sealed, hold=True)
    public = {"network": network, "audience": audience}
    return Act("post.received", at, f"post:{post}", agency=agency, public=public, private=sealed)


def post_changed(type_: str, post: Post, at: datetime, sealed: SealedPayload | None, *, hold: bool) -> Act:
    """Its author edited a post or took it back."""
    subject = f"sealed:{public_id()}" if hold else f"post:{post.public_id}"
    return Act(type_, at, subject, private=sealed, hold=hold)


def post_hidden(post: Post, agency: str, mandate: str, reason: str, at: datetime) -> Act:
    """An officer keeps a post from the public, for a reason out of a fixed list."""
    return Act("post.hidden", at, f"post:{post.public_id}", agency=agency, mandate=mandate, public={"reason": reason})


def post_shown(post: Post, agency: str, mandate: str, at: datetime) -> Act:
    """An officer shows again what was hidden."""
    return Act("post.shown", at, f"post:{post.public_id}", agency=agency, mandate=mandate)
