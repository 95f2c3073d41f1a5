"""Drafting, returning and approving publications; approval signs and releases them."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.base.crypto import canonical
from tanggap.base.db import writing
from tanggap.channels.contract import Audience
from tanggap.channels.models import Follower
from tanggap.channels.plugins import connector
from tanggap.inbox.actions import hide_post, show_post
from tanggap.inbox.models import Post
from tanggap.outbox.actions import Draft, Signed, submit_messages
from tanggap.outbox.models import MessageKind
from tanggap.publishing.errors import OwnPublication, PublicationRefusal
from tanggap.publishing.events import publication_approved
from tanggap.publishing.models import Publication, PublicationKind, PublicationState, Release
from tanggap.publishing.queries import release_accounts, said_under
from tanggap.records.actions import append_entries
from tanggap.registry.authority import require_mandate
from tanggap.registry.models import Mandate, Officer, OfficialAccount
from tanggap.registry.queries import officers_with
from tanggap.threads.actions import NewThread, open_threads

LONGEST_TITLE, LONGEST_TEXT = 150, 5000


def draft_publication(kind: str, title: str, text: str, *, acting_officer: Officer) -> Publication:
    """Write a draft for an officer's own agency; another officer approves it. The same draft twice is one draft."""
    with writing():
        mandate = require_mandate(acting_officer, acting_officer.agency, "draft")
        title, text = _checked(kind, title, text)
        words = {"agency": acting_officer.agency, "author": acting_officer, "kind": kind, "title": title, "text": text}
        written = Publication.objects.filter(**words, state=PublicationState.DRAFTED).first()
        if written is not None:
            return written
        publication = Publication.objects.create(
            **words,
            language=settings.LANGUAGE_CODE,
            drafted_under=mandate,
            drafted_at=now(),
        )
        _ask_approvers(publication)
        return publication


def edit_publication(publication_id: int, kind: str, title: str, text: str, *, acting_officer: Officer) -> None:
    """The author changes a draft that is not approved yet."""
    with writing():
        publication = _lock(publication_id)
        require_mandate(acting_officer, publication.agency, "draft")
        _require_author(publication, acting_officer)
        _require_unpublished(publication)
        title, text = _checked(kind, title, text)
        Publication.objects.filter(id=publication_id).update(
            kind=kind, title=title, text=text, state=PublicationState.DRAFTED, reason=""
        )
        if publication.state == PublicationState.RETURNED:
            _ask_approvers(publication)


def _ask_approvers(publication: Publication) -> None:
    """Whoever may approve hears by e-mail that a draft waits, and reads it on the desk."""
    approvers = officers_with("approve", publication.agency)
    asked = [o for o in approvers if o.id != publication.author_id and o.user.email]
    submit_messages([_request_to(officer, publication) for officer in asked])


def _request_to(officer: Officer, publication: Publication) -> Draft:
    with translation.override(officer.user.language):
        subject = _("A publication waits for your approval")
        text = _("%(name)s wrote it for %(agency)s. Read it on the desk:") % {
            "name": publication.author.user.get_full_name(),
            "agency": publication.agency.name,
        }
    text += f"\n{settings.BASE_URL}/desk/publications/{publication.public_id}/"
    addresses = [officer.user.email]
    return Draft(MessageKind.ALERT, "email", text, agency=publication.agency, addresses=addresses, subject=subject)


def withdraw_publication(publication_id: int, *, acting_officer: Officer) -> None:
    """The author throws away a draft that is not approved yet. Nobody but colleagues has read it."""
    with writing():
        publication = _lock(publication_id)
        require_mandate(acting_officer, publication.agency, "draft")
        _require_author(publication, acting_officer)
        _require_unpublished(publication)
        publication.delete()


def hide_reply(publication_id: int, post_id: int, reason: str, *, acting_officer: Officer) -> None:
    """Keep what somebody said under a publication from the public, for a listed reason.

    Raises Post.DoesNotExist for what does not stand there; what became a report is hidden in the report.
    """
    with writing():
        publication = _lock(publication_id)
        _require_reply(publication, post_id)
        hide_post(post_id, reason, publication.agency, acting_officer=acting_officer)


def show_reply(publication_id: int, post_id: int, *, acting_officer: Officer) -> None:
    """Show the public again what was hidden under a publication. Raises as `hide_reply` does, and NotHidden."""
    with writing():
        publication = _lock(publication_id)
        _require_reply(publication, post_id)
        show_post(post_id, publication.agency, acting_officer=acting_officer)


def _require_reply(publication: Publication, post_id: int) -> None:
    alone = said_under(publication).exclude(steps__isnull=False)
    if not alone.filter(id=post_id).exists():
        raise Post.DoesNotExist()


def return_publication(publication_id: int, reason: str, *, acting_officer: Officer) -> None:
    """Send a draft back to its author, with the reason."""
    with writing():
        publication = _lock(publication_id)
        require_mandate(acting_officer, publication.agency, "approve")
        _require_unpublished(publication)
        if not reason.strip():
            raise PublicationRefusal(_("Say why, so that the author knows what to change."))
        Publication.objects.filter(id=publication_id).update(
            state=PublicationState.RETURNED, reason=reason.strip()[:500]
        )


def approve_publication(publication_id: int, seen_digest: str, *, acting_officer: Officer) -> Publication:
    """Approve, sign and release a draft. `seen_digest` is of the words that the approver read. Never by the author."""
    with writing():
        publication = _lock(publication_id)
        mandate = require_mandate(acting_officer, publication.agency, "approve")
        if publication.author_id == acting_officer.id:
            raise OwnPublication()
        _require_unpublished(publication)
        if seen_digest != digest_of_words(publication):
            raise PublicationRefusal(_("The draft was changed while you read it. Read it again, then approve."))
        publication.approver, publication.approved_under, publication.approved_at = acting_officer, mandate, now()
        publication.state = PublicationState.APPROVED
        messages = _release(publication, mandate)
        networks = sorted({message.network for message in messages})
        act = publication_approved(publication, mandate.public_id, seen_digest, networks)
        [publication.entry_id] = append_entries([act])
        publication.save()
        Release.objects.bulk_create([Release(publication=publication, message_id=message.id) for message in messages])
    return publication


def digest_of_words(publication: Publication) -> str:
    """SHA-256 over JCS of kind, title and text: what an approver saw and what the record names."""
    words = {"kind": publication.kind, "title": publication.title, "text": publication.text}
    return "sha256:" + hashlib.sha256(canonical(words)).hexdigest()


def _lock(publication_id: int) -> Publication:
    related = ("agency", "author")
    return Publication.objects.select_for_update(of=("self",)).select_related(*related).get(id=publication_id)


def _require_author(publication: Publication, officer: Officer) -> None:
    if publication.author_id != officer.id:
        raise PublicationRefusal(_("Only its author changes a draft."))


def _require_unpublished(publication: Publication) -> None:
    if publication.state == PublicationState.APPROVED:
        raise PublicationRefusal(_("This is published already and cannot be changed."))


def _checked(kind: str, title: str, text: str) -> tuple[str, str]:
    title, text = title.strip(), text.replace("\r\n", "\n").strip()
    if kind not in PublicationKind.values:
        raise PublicationRefusal(_("Choose what kind of publication this is."))
    if not title or not text:
        raise PublicationRefusal(_("A publication needs a title and a text."))
    if len(title) > LONGEST_TITLE or len(text) > LONGEST_TEXT:
        raise PublicationRefusal(
            _("The title may have %(title)s characters and the text %(text)s.")
            % {"title": LONGEST_TITLE, "text": LONGEST_TEXT}
        )
    return title, text


def _release(publication: Publication, mandate: Mandate) -> list[Signed]:
    accounts = release_accounts(publication.agency)
    assert publication.approved_at is not None
    at = publication.approved_at
    threads = open_threads([NewThread(a.network, Audience.PUBLIC.value, a.id, at) for a in accounts])
    return submit_messages(
        [_draft(publication, mandate, account, thread) for account, thread in zip(accounts, threads, strict=True)]
    )


def _draft(publication: Publication, mandate: Mandate, account: OfficialAccount, thread_id: int) -> Draft:
    return Draft(
        MessageKind.PUBLICATION,
        account.network,
        _words(publication, connector(account.network).max_length),
        audience=Audience.PUBLIC.value,
        agency=publication.agency,
        account=account,
        mandate=mandate,
        officer=publication.approver,
        thread_id=thread_id,
        addresses=_inboxes(account) if account.network == "activitypub" else (),
        to_addresses_only=account.network == "activitypub",
        language=publication.language,
    )


def _words(publication: Publication, most: int) -> str:
    """Title, text and the permanent address; a text too long for the network is cut at a word."""
    link = f"{settings.BASE_URL}/publications/{publication.public_id}/"
    whole = f"{publication.title}\n\n{publication.text}\n\n{link}"
    if len(whole) <= most:
        return whole
    room = most - len(publication.title) - len(link) - 6
    return f"{publication.title}\n\n{publication.text[:room].rsplit(' ', 1)[0]} …\n\n{link}"


def _inboxes(account: OfficialAccount) -> list[str]:
    """Where the followers read: a shared inbox once, however many follow from there."""
    rows = Follower.objects.filter(account=account, identity__gone_at__isnull=True)
    pairs = rows.values_list("identity__shared_inbox", "identity__inbox")
    return sorted({shared or own for shared, own in pairs if shared or own})
