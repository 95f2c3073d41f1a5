"""The fediverse as a connector: activities into events, messages into signed deliveries."""

from __future__ import annotations

import time
from collections.abc import Sequence
from html import escape
from typing import Any, Protocol

import orjson

from tanggap.base.addresses import Unreachable
from tanggap.base.clock import now
from tanggap.channels.contract import (
    VERSION,
    Answer,
    Author,
    Connection,
    ConnectorError,
    DeletedPost,
    Door,
    EditedPost,
    Event,
    HookAnswer,
    HookRequest,
    OutgoingMessage,
    Reaction,
    Resend,
    Sent,
    gettext_noop,
)
from tanggap.federation import documents
from tanggap.federation.acts import ChangedPost, NewPost
from tanggap.federation.envelope import open_envelope
from tanggap.federation.names import Malformed, host_of
from tanggap.federation.notes import post_of
from tanggap.federation.parse import load_activity, read_activity
from tanggap.federation.signatures.keys import PrivateKey
from tanggap.federation.signatures.verify import CAVAGE, SIGNERS, other_scheme

DELIVERY_SECONDS = 10.0
# What servers answer that do not read the scheme they were given (Fedify and Mastodon: 401; some: 400 or 403).
KNOCK_AGAIN = frozenset({400, 401, 403})
# What outbox adds to a message beside its own facts.
_NOT_OF_THE_ACTIVITY = frozenset({"kind", "subject", "address"})


class Servers(Protocol):
    """What is remembered of other servers, and the keys of our own actors."""

    def scheme_of(self, host: str) -> str | None:
        """The signature scheme that a server is known to read."""

    def learn(self, host: str, scheme: str) -> None:
        """A server took a request that was signed by this scheme."""

    def key_of(self, connection: Connection) -> tuple[str, PrivateKey]:
        """Key id and private key of the account. Raises ConnectorError."""


class ActivityPubConnector:
    """ActivityPub between servers. The federated inbox is a door of its own, so there is no hook."""

    kind = "activitypub"
    name = "ActivityPub"
    version = VERSION
    resend = Resend.SAFE
    max_length = 5000

    def __init__(self, servers: Servers | None = None) -> None:
        self._given = servers

    def read_hook(self, request: HookRequest, connection: Connection) -> HookAnswer:
        """Nothing comes in by a hook: activities arrive at `/inbox`."""
        return HookAnswer(404, reason="activities arrive at the inbox")

    def read_events(self, body: bytes, connection: Connection) -> Sequence[Event]:
        """Posts, edits, deletions and reactions; acts of the protocol are none of these. Raises ConnectorError."""
        author, raw = open_envelope(body)
        try:
            activity = read_activity(load_activity(raw))
        except Malformed as error:
            raise ConnectorError(str(error), permanent=True) from error
        act = activity.act
        if author is None or author.remote_id != activity.actor:
            author = Author(remote_id=activity.actor)
        if isinstance(act, NewPost):
            return [post_of(act.note, author)]
        if isinstance(act, ChangedPost):
            return [EditedPost(post_of(act.note, author), act.note.updated_at)]
        return [act] if isinstance(act, (DeletedPost, Reaction)) else []

    def send(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent:
        """POST the activity to its recipient's inbox, knocking twice if need be. Raises ConnectorError."""
        inbox = _inbox(message)
        key_id, key = self._servers.key_of(connection)
        body = orjson.dumps(activity_of(message))
        try:
            host = host_of(inbox)
            first = self._servers.scheme_of(host) or CAVAGE
            answer = _post(door, inbox, body, first, key_id, key)
            if answer.status in KNOCK_AGAIN:
                scheme = other_scheme(first)
                second = _post(door, inbox, body, scheme, key_id, key)
                answer, first = (second, scheme) if second.status not in KNOCK_AGAIN else (answer, first)
        except (Malformed, Unreachable) as error:
            shown = gettext_noop("The citizen's account has an address that cannot be reached.")
            raise ConnectorError("an inbox that cannot be reached", permanent=True, shown=shown) from error
        if answer.status >= 300:
            raise _failure(answer)
        self._servers.learn(host, first)
        return Sent(remote_id=message.url, url=message.url)

    def look_up(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent | None:
        """Not needed: the same activity twice has no second effect."""
        return None

    @property
    def _servers(self) -> Servers:
        if self._given is None:
            from tanggap.federation.servers import KnownServers  # needs Django, which the contract does not

            self._given = KnownServers()
        return self._given


def activity_of(message: OutgoingMessage) -> dict[str, Any]:
    """The activity of a message: an act of the protocol as it stands, a Create, or the Update of what is corrected."""
    if "type" in message.extra:
        return {name: value for name, value in message.extra.items() if name not in _NOT_OF_THE_ACTIVITY}
    published = message.published_at or now()
    note = documents.note(note_of(message))
    kind = "Update" if message.corrects else "Create"
    return documents.activity(kind, f"{message.url}/activity", message.account_id, note, published)


def note_of(message: OutgoingMessage) -> documents.NoteFacts:
    """The note of a message; a correction is the corrected note with new words."""
    published = message.published_at or now()
    person = message.recipient
    mentioned = documents.Mentioned(person.remote_id, person.handle) if person else None
    return documents.NoteFacts(
        id=message.corrects or message.url,
        actor=message.account_id,
        html=_greeted(person, message.html),
        audience=message.audience,
        published=published,
        language=message.language,
        in_reply_to=message.in_reply_to,
        mentioned=mentioned,
        updated=published if message.corrects else None,
    )


def _greeted(person: Author | None, html: str) -> str:
    """The mention stands in the words themselves, which is how people see whom an answer is for."""
    if person is None or not person.handle:
        return html
    address = escape(person.profile_url or person.remote_id, quote=True)
    name = escape(person.handle.lstrip("@").partition("@")[0])
    mention = f'<span class="h-card"><a href="{address}" class="u-url mention">@<span>{name}</span></a></span>'
    return f"<p>{mention} {html[3:]}" if html.startswith("<p>") else f"<p>{mention}</p>{html}"


def _inbox(message: OutgoingMessage) -> str:
    inbox = (message.recipient.inbox if message.recipient else "") or str(message.extra.get("address", ""))
    if not inbox:
        shown = gettext_noop("The citizen's account has an address that cannot be reached.")
        raise ConnectorError("the recipient has no inbox", permanent=True, shown=shown)
    return inbox


def _post(door: Door, inbox: str, body: bytes, scheme: str, key_id: str, key: PrivateKey) -> Answer:
    headers = SIGNERS[scheme]("POST", inbox, body, key_id=key_id, key=key, at=time.time())
    headers |= {"Content-Type": "application/activity+json", "Accept": "application/activity+json"}
    return door.request("POST", inbox, headers=headers, body=body, timeout=DELIVERY_SECONDS, max_bytes=64_000)


def _failure(answer: Answer) -> ConnectorError:
    """What the status means: gone and refused are for good, all else may pass."""
    status = answer.status
    passing = status >= 500 or status in (401, 403, 408, 425, 429) or 300 <= status < 400
    wait = answer.headers.get("retry-after", "")
    after = float(wait) if wait.isdigit() and len(wait) < 7 else None
    if passing:
        shown = gettext_noop("The citizen's server does not take messages now. It is tried again.")
    elif status in (404, 410):
        shown = gettext_noop("The citizen's account is no longer there.")
    else:
        shown = gettext_noop("The citizen's server did not take the message.")
    return ConnectorError(f"the server answered {status}", permanent=not passing, shown=shown, retry_after=after)
