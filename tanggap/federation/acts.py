"""What an activity says, once it is read: posts and reactions for the inbox, acts of the protocol for this room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tanggap.channels.contract import Audience, DeletedPost, Lane, Reaction


@dataclass(frozen=True, slots=True)
class Note:
    """A post as its object gave it, checked but not yet cleaned: that is only done once it is kept."""

    id: str
    actor: str
    html: str
    title: str
    summary: str
    plain: bool
    language: str
    audience: Audience
    addressed_to: Sequence[str]
    in_reply_to: str
    thread_id: str
    url: str
    published_at: datetime | None
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewPost:
    """Create of a post."""

    note: Note


@dataclass(frozen=True, slots=True)
class ChangedPost:
    """Update of a post."""

    note: Note


@dataclass(frozen=True, slots=True)
class Follow:
    """Somebody wants an agency's publications, or (withdrawn) no longer."""

    id: str
    actor: str
    target: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Somebody wants nothing from an agency any more, or (withdrawn) does again."""

    actor: str
    target: str
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """An account went to another one."""

    actor: str
    target: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A server reports accounts or posts of ours to us."""

    id: str
    actor: str
    objects: Sequence[str]
    words: str


@dataclass(frozen=True, slots=True)
class Undone:
    """An Undo that names its activity by id alone."""

    actor: str
    activity_id: str


@dataclass(frozen=True, slots=True)
class GoneActor:
    """An account was deleted."""

    actor: str


@dataclass(frozen=True, slots=True)
class ChangedActor:
    """An account changed its name, its key or its inbox."""

    actor: str


ProtocolAct = Follow | Block | Move | Flag | Undone | GoneActor
PostAct = NewPost | ChangedPost | DeletedPost | Reaction


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity. Without a lane nobody here reads it, and it is taken quietly."""

    id: str
    type: str
    actor: str
    lane: Lane | None = None
    act: PostAct | ProtocolAct | ChangedActor | None = None
