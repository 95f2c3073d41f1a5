"""What strangers may read of our messages: the public ones, as notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from tanggap.channels.contract import Audience
from tanggap.federation import documents
from tanggap.federation.actors import NETWORK
from tanggap.outbox.actions.submit import note_url
from tanggap.outbox.models import Message, MessageKind
from tanggap.outbox.text import as_spoken, paragraphs
from tanggap.registry.models import OfficialAccount

PAGE_LENGTH = 20
OPEN_TO_ALL = (Audience.PUBLIC.value, Audience.UNLISTED.value)
SPEECH = (
    MessageKind.ANSWER,
    MessageKind.CORRECTION,
    MessageKind.PUBLICATION,
    MessageKind.ACKNOWLEDGEMENT,
    MessageKind.DANGER,
    MessageKind.NEWS,
)


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A public message, the note that it is or changes, and the page where people read it."""

    message: Message
    note: dict[str, Any]

    @property
    def activity(self) -> dict[str, Any]:
        """The Create of the note, or the Update that brought its present words."""
        kind = "Update" if self.message.corrects_id else "Create"
        url, actor = note_url(self.message.public_id), self.note["attributedTo"]
        return documents.activity(kind, f"{url}/activity", actor, self.note, self.message.signed_at)


def public_messages() -> QuerySet[Message]:
    """Messages on the fediverse that everybody may read."""
    related = ("account", "agency", "replies_to", "corrects", "recipient")
    spoken = Message.objects.filter(network=NETWORK, kind__in=SPEECH, audience__in=OPEN_TO_ALL, account__isnull=False)
    return spoken.select_related(*related)


def shown_note(message: Message) -> ShownNote:
    """A message as the note of its first words' id.

    The person answered is left out: whoever was sent it knows, and to everybody else the thread says enough.
    """
    first = message.corrects or message
    account = message.account
    assert account is not None
    facts = documents.NoteFacts(
        id=note_url(first.public_id),
        actor=account.remote_id,
        html=paragraphs(as_spoken(message)),
        audience=Audience(message.audience),
        published=first.signed_at,
        url=_page(message),
        language=message.language,
        in_reply_to=_public_parent(message),
        updated=message.signed_at if message.corrects else None,
    )
    return ShownNote(message, documents.note(facts))


def newest_words(message: Message) -> Message:
    """The last correction of a message, or the message itself."""
    return public_messages().filter(corrects=message).order_by("-id").first() or message


def publications_of(account: OfficialAccount) -> QuerySet[Message]:
    """What an account told everybody, newest first. Answers are no part of it: they would list who asked."""
    return public_messages().filter(account=account, kind=MessageKind.PUBLICATION).order_by("-id")


def counts() -> tuple[int, int]:
    """Open accounts and public messages, for NodeInfo."""
    accounts = OfficialAccount.objects.published().filter(network=NETWORK, agency__is_active=True).count()
    return accounts, public_messages().count()


def _page(message: Message) -> str:
    """The page of the publication or the case; the note itself where there is none."""
    release = getattr(message, "release", None)
    if release is not None:
        return f"{settings.BASE_URL}/publications/{release.publication.public_id}/"
    step = message.steps.select_related("case").order_by("id").first()
    if step is None or step.case.is_sealed:
        return ""
    return f"{settings.BASE_URL}/cases/{step.case.tracking_id}/"


def _public_parent(message: Message) -> str:
    """What a note answers, where that is the government's own: a citizen's address would name them to everybody."""
    parent = message.replies_to
    return parent.remote_id if parent is not None and parent.author_id is None else ""
