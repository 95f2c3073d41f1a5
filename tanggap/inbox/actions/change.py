"""A post changes: its author edits it or takes it back, or an officer keeps it from the public, or no longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.channels.contract import DeletedPost, EditedPost
from tanggap.inbox.actions.receive import is_sealed
from tanggap.inbox.errors import AlreadyHidden, NotHidden, UnknownReason
from tanggap.inbox.events import post_changed, post_hidden, post_shown
from tanggap.inbox.models import Post, PostVersion, Rereading
from tanggap.people.actions import remember_withdrawals
from tanggap.people.sealing import seal_payloads
from tanggap.records.actions import append_entries, forget_payloads
from tanggap.registry.authority import require_mandate
from tanggap.registry.models import Agency, Mandate, Officer
from tanggap.threads.actions import key_of

HIDING_REASONS = ("personal_data", "hate", "violence", "spam", "court_order")


def edit_posts(network: str, edits: Sequence[EditedPost], at: datetime) -> int:
    """Take over authors' edits; officers still see the earlier texts, and what is new is read again.

    Returns how many changed something.

    Networks that try again deliver out of order: an older version does not undo a newer one.
    """
    changed = 0
    with writing():
        for edit in edits:
            post = _post(network, edit.post.remote_id)
            author = "" if edit.is_vouched else edit.post.author.remote_id
            if post is None or not _is_by(post, author) or post.deleted_at:
                continue
            if not is_sealed(post.audience, post.form) and is_sealed(str(edit.post.audience), {}):
                # Its author no longer wants the public to read it, so nobody is shown the new words either.
                changed += _take_back(post, at)
                continue
            claimed = min(edit.edited_at, at) if edit.edited_at else None
            if claimed and post.edit_claimed_at and claimed < post.edit_claimed_at:
                continue
            if post.text == edit.post.text:
                Post.objects.filter(id=post.id).update(edit_claimed_at=claimed or post.edit_claimed_at)
                continue
            payload = {"id": edit.post.remote_id, "text": edit.post.text}
            [sealed] = seal_payloads([(post.author.citizen, payload)])
            hold = is_sealed(post.audience, post.form)
            [entry_id] = append_entries([post_changed("post.edited", post, at, sealed, hold=hold)])
            PostVersion.objects.create(post=post, text=post.text, replaced_at=at, entry_id=entry_id)
            Post.objects.filter(id=post.id).update(
                text=edit.post.text, edited_at=at, edit_claimed_at=claimed or post.edit_claimed_at
            )
            Rereading.objects.get_or_create(post=post)
            changed += 1
    return changed


def delete_posts(network: str, deletions: Sequence[DeletedPost], at: datetime) -> int:
    """Forget the words of posts that their authors took back, earlier ones too; the record keeps their digests.

    Of a post that has not come yet it is remembered that it is not to be taken in.
    """
    changed = 0
    with writing():
        for deletion in deletions:
            post = _post(network, deletion.remote_id)
            if post is None:
                remember_withdrawals(network, [(deletion.author_id, deletion.remote_id)], at)
            elif _is_by(post, deletion.author_id) and not post.deleted_at:
                changed += _take_back(post, at)
    return changed


def delete_posts_of(network: str, author_id: str, at: datetime) -> int:
    """Forget the words of everything that an account wrote, which is no more; returns how many posts there were.

    What it wrote before and comes later is not taken in.
    """
    with writing():
        remember_withdrawals(network, [(author_id, "")], at)
        posts = Post.objects.filter(author__network=network, author__remote_id=author_id, deleted_at__isnull=True)
        return sum(_take_back(post, at) for post in posts.select_for_update(of=("self",)))


def hide_post(post_id: int, reason: str, agency: Agency, *, acting_officer: Officer) -> tuple[Mandate, int]:
    """Keep a post from the public, for one of HIDING_REASONS; returns the mandate used and the entry's id."""
    with writing():
        post = Post.objects.select_for_update().get(id=post_id)
        mandate = require_mandate(acting_officer, agency, "hide")
        if reason not in HIDING_REASONS:
            raise UnknownReason(reason)
        if post.hidden_at:
            raise AlreadyHidden()
        at = now()
        Post.objects.filter(id=post.id).update(hidden_at=at)
        [entry_id] = append_entries([post_hidden(post, agency.public_id, mandate.public_id, reason, at)])
    return mandate, entry_id


def show_post(post_id: int, agency: Agency, *, acting_officer: Officer) -> tuple[Mandate, int]:
    """Show the public again what an officer hid; returns the mandate used and the entry's id. Raises NotHidden.

    What its author deleted cannot be shown by anybody.
    """
    with writing():
        post = Post.objects.select_for_update().get(id=post_id)
        mandate = require_mandate(acting_officer, agency, "hide")
        if not post.hidden_at or post.deleted_at:
            raise NotHidden()
        Post.objects.filter(id=post.id).update(hidden_at=None)
        [entry_id] = append_entries([post_shown(post, agency.public_id, mandate.public_id, now())])
    return mandate, entry_id


def _take_back(post: Post, at: datetime) -> int:
    forget_payloads([post.entry_id, *post.versions.values_list("entry_id", flat=True)])
    post.versions.all().delete()
    Post.objects.filter(id=post.id).update(text="", deleted_at=at)
    append_entries([post_changed("post.deleted", post, at, None, hold=is_sealed(post.audience, post.form))])
    return 1


def _post(network: str, remote_id: str) -> Post | None:
    posts = Post.objects.select_related("author__citizen__key", "remote").select_for_update(of=("self",))
    return posts.filter(remote__key=key_of(network, remote_id)).first()


def _is_by(post: Post, author_id: str) -> bool:
    """Whether the one who acts on a post wrote it, or the network says so itself and names nobody."""
    return author_id in ("", post.author.remote_id)
