"""Every JSON document of the server, written as Mastodon writes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from town.citizens import Citizen
from town.timeline import Post

Json = dict[str, Any]
STREAMS = "https://www.w3.org/ns/activitystreams"
PUBLIC = f"{STREAMS}#Public"
OPENED = "2025-01-06T00:00:00Z"
ACTOR_CONTEXT = [
    STREAMS,
    "https://w3id.org/security/v1",
    {
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "toot": "http://joinmastodon.org/ns#",
        "discoverable": "toot:discoverable",
    },
]
NOTE_CONTEXT = [
    STREAMS,
    {
        "ostatus": "http://ostatus.org#",
        "atomUri": "ostatus:atomUri",
        "inReplyToAtomUri": "ostatus:inReplyToAtomUri",
        "conversation": "ostatus:conversation",
        "sensitive": "as:sensitive",
        "toot": "http://joinmastodon.org/ns#",
        "votersCount": "toot:votersCount",
    },
]


def actor_id(base: str, handle: str) -> str:
    """The address of a citizen's actor."""
    return f"{base}/users/{handle}"


def actor(base: str, citizen: Citizen, public_pem: str) -> Json:
    """A citizen as `Person`, a machine as `Service`."""
    me = actor_id(base, citizen.handle)
    return {
        "@context": ACTOR_CONTEXT,
        "id": me,
        "type": "Service" if citizen.is_bot else "Person",
        "following": f"{me}/following",
        "followers": f"{me}/followers",
        "inbox": f"{me}/inbox",
        "outbox": f"{me}/outbox",
        "preferredUsername": citizen.handle,
        "name": citizen.name,
        "summary": f"<p>{citizen.bio}</p>",
        "url": f"{base}/@{citizen.handle}",
        "manuallyApprovesFollowers": False,
        "discoverable": True,
        "published": OPENED,
        "publicKey": {"id": f"{me}#main-key", "owner": me, "publicKeyPem": public_pem},
        "tag": [],
        "attachment": [],
        "endpoints": {"sharedInbox": f"{base}/inbox"},
    }


def instance_actor(base: str, public_pem: str) -> Json:
    """The server itself, which signs its fetches."""
    me = f"{base}/actor"
    return {
        "@context": ACTOR_CONTEXT,
        "id": me,
        "type": "Application",
        "inbox": f"{me}/inbox",
        "outbox": f"{me}/outbox",
        "preferredUsername": "pos-ronda",
        "name": "Pos Ronda",
        "url": f"{base}/",
        "manuallyApprovesFollowers": True,
        "publicKey": {"id": f"{me}#main-key", "owner": me, "publicKeyPem": public_pem},
        "endpoints": {"sharedInbox": f"{base}/inbox"},
    }


def note(base: str, host: str, post: Post, mentions: list[tuple[str, str]]) -> Json:
    """A post of a citizen. `mentions` are pairs of actor and handle."""
    me = actor_id(base, post.author)
    to, cc = _addresses(me, post, [actor for actor, _ in mentions])
    page = f"{base}/@{post.author}/{post.number}"
    document: Json = {
        "id": post.uri,
        "type": "Note",
        "summary": None,
        "inReplyTo": post.in_reply_to or None,
        "published": stamp(post.published),
        "url": page,
        "attributedTo": me,
        "to": to,
        "cc": cc,
        "sensitive": False,
        "atomUri": post.uri,
        "inReplyToAtomUri": post.in_reply_to or None,
        "conversation": f"tag:{host},2025-01-06:objectId={_conversation(post)}:objectType=Conversation",
        "content": post.html,
        "contentMap": {post.language: post.html},
        "attachment": [],
        "tag": [{"type": "Mention", "href": actor, "name": f"@{handle}"} for actor, handle in mentions],
        "replies": {
            "id": f"{post.uri}/replies",
            "type": "Collection",
            "first": {"type": "CollectionPage", "partOf": f"{post.uri}/replies", "items": []},
        },
    }
    return document | ({"updated": stamp(post.edited)} if post.edited else {})


def create(thing: Json) -> Json:
    """The Create of a note."""
    return _about(thing, "Create", f"{thing['id']}/activity", thing["published"])


def update(thing: Json) -> Json:
    """The Update of a note; each has an id of its own."""
    return _about(thing, "Update", f"{thing['id']}#updates/{thing['updated']}", thing["updated"])


def delete(actor_uri: str, uri: str, to: list[str]) -> Json:
    """The Delete of a note, with the tombstone that stays."""
    tombstone = {"id": uri, "type": "Tombstone", "atomUri": uri}
    return _act(f"{uri}#delete", "Delete", actor_uri, tombstone) | {"to": to}


def follow(actor_uri: str, activity_id: str, followed: str) -> Json:
    """A Follow."""
    return _act(activity_id, "Follow", actor_uri, followed)


def accept(actor_uri: str, activity_id: str, accepted: Json) -> Json:
    """The Accept of a Follow."""
    return _act(activity_id, "Accept", actor_uri, accepted)


def react(kind: str, actor_uri: str, activity_id: str, post: str) -> Json:
    """A Like, or the Announce that boosts a post."""
    if kind == "like":
        return _act(activity_id, "Like", actor_uri, post)
    shown = {"published": stamp(datetime.now(UTC).timestamp()), "to": [PUBLIC], "cc": [f"{actor_uri}/followers"]}
    return _act(activity_id, "Announce", actor_uri, post) | shown


def undo(actor_uri: str, undone: Json) -> Json:
    """The Undo of an earlier activity."""
    bare = {name: value for name, value in undone.items() if name != "@context"}
    return _act(f"{undone['id']}/undo", "Undo", actor_uri, bare)


def collection(address: str, items: list[Any], total: int | None = None) -> Json:
    """An ordered collection in one piece."""
    count = len(items) if total is None else total
    return {
        "@context": STREAMS,
        "id": address,
        "type": "OrderedCollection",
        "totalItems": count,
        "orderedItems": items,
    }


def stamp(seconds: float) -> str:
    """A time as ActivityStreams writes it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _addresses(me: str, post: Post, mentioned: list[str]) -> tuple[list[str], list[str]]:
    followers = f"{me}/followers"
    if post.audience == "public":
        return [PUBLIC], [followers, *mentioned]
    if post.audience == "unlisted":
        return [followers], [PUBLIC, *mentioned]
    if post.audience == "followers":
        return [followers], mentioned
    return mentioned, []


def _conversation(post: Post) -> str:
    return post.thread.rstrip("/").rpartition("/")[2]


def _about(thing: Json, kind: str, activity_id: str, published: str) -> Json:
    return {
        "@context": NOTE_CONTEXT,
        "id": activity_id,
        "type": kind,
        "actor": thing["attributedTo"],
        "published": published,
        "to": thing["to"],
        "cc": thing["cc"],
        "object": thing,
    }


def _act(activity_id: str, kind: str, actor_uri: str, thing: Json | str) -> Json:
    return {"@context": STREAMS, "id": activity_id, "type": kind, "actor": actor_uri, "object": thing}
