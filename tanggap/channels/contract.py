"""The one promise to outsiders: what a connector receives, returns and may do. Version 1. Needs no Django.

A connector turns bytes into events and messages into calls. It knows no model, opens no socket of its own (the `Door`
it is handed is guarded) and keeps no state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

VERSION = 1


class Audience(StrEnum):
    """Who may see a post on its network."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    FOLLOWERS = "followers"
    DIRECT = "direct"


class Lane(StrEnum):
    """Which room reads an arrival: posts go to `inbox`, acts of a protocol to its own server."""

    POSTS = "posts"
    PROTOCOL = "protocol"


class Resend(StrEnum):
    """What may be done with a delivery of which nobody knows whether it arrived."""

    SAFE = "safe"  # sending again has no second effect
    LOOK_UP = "look_up"  # the network can be asked first
    PERSON = "person"  # somebody must decide


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody on a network. `remote_id` is the network's own stable id; everything else may be empty."""

    remote_id: str
    handle: str = ""
    name: str = ""
    inbox: str = ""
    shared_inbox: str = ""
    profile_url: str = ""
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class IncomingPost:
    """A post as its network gave it. `text` is plain text; `html` what it was made from, already cleaned."""

    remote_id: str
    author: Author
    text: str
    audience: Audience
    html: str = ""
    # The network's ids of accounts that the post is addressed to (mention, reply, message, comment on a page).
    addressed_to: Sequence[str] = ()
    in_reply_to: str = ""
    thread_id: str = ""
    url: str = ""
    language: str = ""
    published_at: datetime | None = None
    is_message: bool = False
    # Facts of a form: its choices, a drawn tracking id and the hash of the secret. Empty elsewhere.
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditedPost:
    """A later version of a post that may be known already.

    `is_vouched` says that the network itself stands for it and names nobody: then the author is not compared.
    """

    post: IncomingPost
    edited_at: datetime | None = None
    is_vouched: bool = False


@dataclass(frozen=True, slots=True)
class DeletedPost:
    """An author took a post back; `author_id` is empty where the network vouches for it and names nobody."""

    remote_id: str
    author_id: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """A like or a share of a post (`kind` is `like` or `share`), or its withdrawal."""

    kind: str
    remote_id: str
    author_id: str
    post_id: str
    withdrawn: bool = False


Event = IncomingPost | EditedPost | DeletedPost | Reaction


@dataclass(frozen=True, slots=True)
class HookRequest:
    """A request to a connection's hook. Header names are lower case."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Notice:
    """One arrival inside a hook's request: its bytes and the network's own id of the event."""

    event_id: str
    body: bytes
    account_id: str = ""
    lane: Lane = Lane.POSTS


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """What the hook answers at once, and what is to be kept first. A refused request keeps nothing."""

    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    notices: Sequence[Notice] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A signed message of the government, ready for its network."""

    message_id: str
    url: str
    text: str
    html: str
    audience: Audience
    account_id: str
    language: str = ""
    in_reply_to: str = ""
    # The person who is answered.
    recipient: Author | None = None
    # Where the conversation began, if it is known.
    thread_root: str = ""
    # Our own id of the earlier message that this one puts right.
    corrects: str = ""
    published_at: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """The network took the message; `remote_id` is its id there."""

    remote_id: str
    url: str = ""


def gettext_noop(text: str) -> str:
    """Mark a text for officers, in English, so that catalogues hold it; it is translated where it is shown."""
    return text


class ConnectorError(Exception):
    """Something outside went wrong. `permanent` says whether trying again can help.

    `shown` is for officers, in plain words, a whole text marked by `gettext_noop`; the exception's own text is for the
    log. Neither names a citizen.
    """

    def __init__(self, reason: str, *, permanent: bool, shown: str = "", retry_after: float | None = None):
        super().__init__(reason)
        self.permanent = permanent
        self.shown = shown or reason
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """A response as the guarded door returns it. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail of plain text. The same `message_id` again is the same letter to its reader's program."""

    to: str
    subject: str
    text: str
    message_id: str


class Door(Protocol):
    """The only way out: address guard, time-outs, size limit, no redirect to a private address."""

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout: float = 10.0,
        max_bytes: int = 1_000_000,
    ) -> Answer:
        """Make one request. Raises ConnectorError when the answer cannot be had; any status is an answer."""

    def mail(self, letter: Letter) -> None:
        """Hand a letter to the operator's mail server. Raises ConnectorError when it does not take it."""


@dataclass(frozen=True, slots=True)
class Connection:
    """What the government holds at a network, unsealed for the call.

    For a hook `account_id` is empty and `secrets` are the app's; to send, both are the acting account's too.
    """

    kind: str
    account_id: str
    settings: Mapping[str, Any]
    # Left out of its repr, which ends in logs.
    secrets: Mapping[str, str] = field(repr=False)


@runtime_checkable
class Connector(Protocol):
    """One network. All methods are pure but `send`, `look_up` and `poll`, which use the door."""

    kind: str
    name: str
    version: int
    resend: Resend
    max_length: int

    def read_hook(self, request: HookRequest, connection: Connection) -> HookAnswer:
        """Verify a request and split it into notices. Bad signatures get 401 or 403 and keep nothing."""

    def read_events(self, body: bytes, connection: Connection) -> Sequence[Event]:
        """Turn the bytes of one arrival into events. Raises ConnectorError(permanent=True) when they make no sense."""

    def send(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent:
        """Put the message on the network. Raises ConnectorError."""

    def look_up(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent | None:
        """Find a message that may have been sent before. None when it is certainly not there."""
