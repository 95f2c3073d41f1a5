"""Every JSON document that this server shows or sends, built from plain values. Needs no Django.

ActivityPub §3–§6, ActivityStreams 2.0, RFC 7033 (WebFinger), NodeInfo 2.0 and 2.1. What Mastodon reads beyond them
(`manuallyApprovesFollowers`, `discoverable`, `publicKey`) follows its documentation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tanggap.channels.contract import Audience
from tanggap.federation.names import PUBLIC

Json = dict[str, Any]

ACTIVITY_JSON = "application/activity+json; charset=utf-8"
JRD_JSON = "application/jrd+json; charset=utf-8"
SELF_TYPE = "application/activity+json"
STREAMS = "https://www.w3.org/ns/activitystreams"
SOFTWARE = "tanggap"
# By this handle the server itself is found; agencies cannot have it, because of the dot.
INSTANCE_HANDLE = "instance.actor"
ACTOR_CONTEXT = [
    STREAMS,
    "https://w3id.org/security/v1",
    {
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "toot": "http://joinmastodon.org/ns#",
        "discoverable": "toot:discoverable",
        "indexable": "toot:indexable",
    },
]


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """What an actor's document shows."""

    id: str
    kind: str
    handle: str
    name: str
    summary: str
    url: str
    public_pem: str
    shared_inbox: str
    published: datetime | None = None

    @property
    def key_id(self) -> str:
        """The name of the key: the actor with a fragment, as nearly all servers have it."""
        return f"{self.id}#main-key"


def actor_document(facts: ActorFacts) -> Json:
    """An agency as `Organization`, or the server itself as `Application`."""
    document: Json = {
        "@context": ACTOR_CONTEXT,
        "id": facts.id,
        "type": facts.kind,
        "preferredUsername": facts.handle,
        "name": facts.name,
        "summary": facts.summary,
        "url": facts.url,
        "inbox": f"{facts.id}/inbox",
        "outbox": f"{facts.id}/outbox",
        "followers": f"{facts.id}/followers",
        "following": f"{facts.id}/following",
        "endpoints": {"sharedInbox": facts.shared_inbox},
        "manuallyApprovesFollowers": False,
        "discoverable": facts.kind == "Organization",
        "indexable": facts.kind == "Organization",
        # Another Tanggap sees by this that nobody needs an automatic acknowledgement here.
        "generator": {"type": "Application", "name": "Tanggap"},
        "publicKey": {"id": facts.key_id, "owner": facts.id, "publicKeyPem": facts.public_pem},
    }
    if facts.published:
        document["published"] = stamp(facts.published)
    return document


def webfinger(subject: str, actor_id: str, page: str) -> Json:
    """RFC 7033 §4.4: who an account is, and where its documents are."""
    return {
        "subject": subject,
        "aliases": list(dict.fromkeys((actor_id, page))),
        "links": [
            {"rel": "self", "type": SELF_TYPE, "href": actor_id},
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": page},
        ],
    }


def nodeinfo_links(base: str) -> Json:
    """NodeInfo: where the documents of each version are."""
    schema = "http://nodeinfo.diaspora.software/ns/schema/"
    return {"links": [{"rel": schema + version, "href": f"{base}/nodeinfo/{version}"} for version in ("2.0", "2.1")]}


def nodeinfo(version: str, release: str, name: str, accounts: int, posts: int) -> Json:
    """NodeInfo 2.0 or 2.1. Only whole numbers that are public anyway."""
    software = {"name": SOFTWARE, "version": release}
    return {
        "version": version,
        "software": software,
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": []},
        "openRegistrations": False,
        "usage": {"users": {"total": accounts}, "localPosts": posts},
        "metadata": {"nodeName": name},
    }


def collection(collection_id: str, total: int) -> Json:
    """A collection of which only the number is shown: who follows an agency is nobody's business."""
    return {"@context": STREAMS, "id": collection_id, "type": "OrderedCollection", "totalItems": total}


def outbox(outbox_id: str, total: int) -> Json:
    """The outbox, whose items stand on pages."""
    return collection(outbox_id, total) | {"first": f"{outbox_id}?page=1"}


def outbox_page(outbox_id: str, page: int, items: Sequence[Json], more: bool) -> Json:
    """One page of the outbox, newest first."""
    document: Json = {
        "@context": STREAMS,
        "id": f"{outbox_id}?page={page}",
        "type": "OrderedCollectionPage",
        "partOf": outbox_id,
        "orderedItems": list(items),
    }
    if more:
        document["next"] = f"{outbox_id}?page={page + 1}"
    return document


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The person whom a note answers."""

    id: str
    handle: str = ""


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """A message of the government as a note."""

    id: str
    actor: str
    html: str
    audience: Audience
    published: datetime
    url: str = ""
    language: str = ""
    in_reply_to: str = ""
    mentioned: Mentioned | None = None
    updated: datetime | None = None


def note(facts: NoteFacts) -> Json:
    """A Note, addressed so that it reaches its readers and nobody else."""
    to, cc = addresses(facts.audience, facts.actor, facts.mentioned)
    document: Json = {
        "id": facts.id,
        "type": "Note",
        "attributedTo": facts.actor,
        "content": facts.html,
        "published": stamp(facts.published),
        "to": to,
        "cc": cc,
        "url": facts.url or facts.id,
        "sensitive": False,
        "tag": [],
    }
    if facts.language:
        document["contentMap"] = {facts.language: facts.html}
    if facts.in_reply_to:
        document["inReplyTo"] = facts.in_reply_to
    if facts.mentioned:
        document["tag"] = [{"type": "Mention", "href": facts.mentioned.id, "name": mention_name(facts.mentioned)}]
    if facts.updated:
        document["updated"] = stamp(facts.updated)
    return document


def addresses(audience: Audience, actor: str, mentioned: Mentioned | None) -> tuple[list[str], list[str]]:
    """`to` and `cc`. An answer goes to its author, and to the public only if the thread is public already."""
    person = [mentioned.id] if mentioned else []
    followers = [] if mentioned else [f"{actor}/followers"]
    if audience is Audience.PUBLIC:
        return [PUBLIC, *person], followers
    if audience is Audience.UNLISTED:
        return [*followers, *person], [PUBLIC]
    # An answer to a post for followers is for its author alone: our followers are not theirs.
    return (person, []) if person or audience is Audience.DIRECT else (followers, [])


def mention_name(person: Mentioned) -> str:
    """`@user@host`, or the id where no handle is known."""
    return f"@{person.handle.lstrip('@')}" if person.handle else person.id


def activity(kind: str, activity_id: str, actor: str, thing: Json | str, published: datetime) -> Json:
    """Create, Update, Delete or Announce of a thing, with the addresses of the thing itself."""
    document: Json = {
        "@context": STREAMS,
        "id": activity_id,
        "type": kind,
        "actor": actor,
        "published": stamp(published),
        "object": thing,
    }
    if isinstance(thing, dict):
        document |= {key: thing[key] for key in ("to", "cc") if key in thing}
    return document


def accept(accept_id: str, actor: str, follow_id: str, follower: str) -> Json:
    """The answer to a Follow, with what is accepted in it, since many servers keep no Follow by its id."""
    follow = {"id": follow_id, "type": "Follow", "actor": follower, "object": actor}
    return {"@context": STREAMS, "id": accept_id, "type": "Accept", "actor": actor, "object": follow, "to": [follower]}


def tombstone(note_id: str, deleted: datetime | None = None) -> Json:
    """What stands where a note was."""
    document: Json = {"@context": STREAMS, "id": note_id, "type": "Tombstone"}
    return document | ({"deleted": stamp(deleted)} if deleted else {})


def stamp(moment: datetime) -> str:
    """A time in UTC with seconds, as ActivityStreams writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
