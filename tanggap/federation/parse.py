"""The bytes of an activity, read strictly: types, sizes, depth, and ids that agree about their host.

ActivityPub §6 and §7 say what each activity means; ActivityStreams 2.0 what its properties may hold. Needs no Django.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from tanggap.channels.contract import DeletedPost, Lane, Reaction
from tanggap.federation.acts import (
    Activity,
    Block,
    ChangedActor,
    ChangedPost,
    Flag,
    Follow,
    GoneActor,
    Move,
    NewPost,
    Undone,
)
from tanggap.federation.names import Malformed, id_in, ids_in, is_address, same_host, type_in
from tanggap.federation.notes import POST_TYPES, read_note, text_in

LARGEST_BODY = 1_000_000
DEEPEST = 32
ACTOR_TYPES = frozenset({"Person", "Service", "Application", "Group", "Organization"})
LIKES = frozenset({"Like", "EmojiReact"})
_UNDOABLE = frozenset({"Follow", "Block", "Announce"}) | LIKES
MOST_FLAGGED = 50
LONGEST_FLAG = 5000


class TooLarge(Malformed):
    """More bytes than an activity may have."""


def load_activity(body: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises TooLarge and Malformed; takes nothing that is not strict UTF-8."""
    if len(body) > LARGEST_BODY:
        raise TooLarge("too many bytes")
    try:
        raw = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed("no JSON in UTF-8") from error
    if not isinstance(raw, dict):
        raise Malformed("no JSON object")
    # Fewer brackets than the limit cannot nest deeper than it, so most bodies are never walked.
    if body.count(b"{") + body.count(b"[") > DEEPEST or b"u0000" in body:
        _walk(raw)
    return raw


def _walk(value: Any) -> None:
    """Refuse what is nested too deeply, and characters that no text column can keep."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise Malformed("nested too deeply")
        below: list[Any] = []
        for item in level:
            children = list(item.values()) + list(item) if isinstance(item, dict) else item
            if any(isinstance(child, str) and "\x00" in child for child in children):
                raise Malformed("a character that is no text")
            below += [child for child in children if isinstance(child, (dict, list))]
        level = below


def read_activity(raw: dict[str, Any]) -> Activity:
    """One activity, checked. Raises Malformed. A type that nobody here reads comes back without a lane."""
    kind = type_in(raw.get("type"), _KNOWN)
    if not kind:
        raise Malformed("an activity without a type")
    activity_id, actor = id_in(raw.get("id")), id_in(raw.get("actor"))
    same_host(activity_id, actor)
    read = _READERS.get(kind)
    if read is None:
        return Activity(activity_id, kind, actor)
    lane, act = read(raw, activity_id, actor)
    return Activity(activity_id, kind, actor, lane, act)


Read = tuple[Lane | None, Any]


def _create(raw: dict[str, Any], activity_id: str, actor: str) -> Read:
    shown = _object(raw)
    if type_in(shown.get("type"), POST_TYPES) not in POST_TYPES:
        return None, None
    return Lane.POSTS, NewPost(read_note(shown, raw, actor))


def _update(raw: dict[str, Any], activity_id: str, actor: str) -> Read:
    shown = _object(raw)
    kind = type_in(shown.get("type"), POST_TYPES | ACTOR_TYPES)
    if kind in POST_TYPES:
        return Lane.POSTS, ChangedPost(read_note(shown, raw, actor))
    if kind in ACTOR_TYPES and id_in(shown) != actor:
        raise Malformed("an account that is changed by another")
    return None, ChangedActor(actor) if kind in ACTOR_TYPES else None


def _object(raw: dict[str, Any]) -> dict[str, Any]:
    """The object itself. One that is only named is refused: what is said must have been signed."""
    shown = raw.get("object")
    if isinstance(shown, list) and len(shown) == 1:
        shown = shown[0]
    if not isinstance(shown, dict):
        raise Malformed("the object is not in the activity")
    return shown


def _delete(raw: dict[str, Any], activity_id: str, actor: str) -> Read:
    gone = id_in(raw.get("object"))
    if gone == actor:
        return Lane.PROTOCOL, GoneActor(actor)
    same_host(gone, actor)
    return Lane.POSTS, DeletedPost(gone, actor)


def _react(raw: dict[str, Any], activity_id: str, actor: str) -> Read:
    return Lane.POSTS, _reaction(raw, activity_id, actor)


def _reaction(raw: dict[str, Any], activity_id: str, actor: str, withdrawn: bool = False) -> Reaction:
    kind = "like" if type_in(raw.get("type"), LIKES) in LIKES else "share"
    return Reaction(kind, activity_id, actor, id_in(raw.get("object")), withdrawn)


def _undo(raw: dict[str, Any], activity_id: str, actor: str) -> Read:
    undone = raw.get("object")
    if not isinstance(undone, dict) or "type" not in undone:
        return Lane.PROTOCOL, Undone(actor, id_in(undone))
    undone_id = id_in(undone) if "id" in undone else activity_id
    if "actor" in undone and id_in(undone["actor"]) != actor:
        raise Malformed("an act that is undone by another")
    same_host(undone_id, actor)
    kind = type_in(undone.get("type"), _UNDOABLE)
    if kind == "Follow":
        return Lane.PROTOCOL, Follow(undone_id, actor, id_in(undone.get("object")), withdrawn=True)
    if kind == "Block":
        return Lane.PROTOCOL, Block(actor, id_in(undone.get("object")), withdrawn=True)
    if kind == "Announce" or kind in LIKES:
        return Lane.POSTS, _reaction(undone, undone_id, actor, withdrawn=True)
    return None, None


def _follow(raw: dict[str, Any], activity_id: str, actor: str) -> Read:
    return Lane.PROTOCOL, Follow(activity_id, actor, id_in(raw.get("object")))


def _block(raw: dict[str, Any], activity_id: str, actor: str) -> Read:
    return Lane.PROTOCOL, Block(actor, id_in(raw.get("object")))


def _move(raw: dict[str, Any], activity_id: str, actor: str) -> Read:
    if id_in(raw.get("object")) != actor:
        raise Malformed("an account that is moved by another")
    return Lane.PROTOCOL, Move(actor, id_in(raw.get("target")))


def _flag(raw: dict[str, Any], activity_id: str, actor: str) -> Read:
    flagged = [one for one in ids_in(raw.get("object")) if is_address(one)][:MOST_FLAGGED]
    if not flagged:
        raise Malformed("a report of nothing")
    return Lane.PROTOCOL, Flag(activity_id, actor, flagged, text_in(raw, "content")[:LONGEST_FLAG])


Reader = Callable[[dict[str, Any], str, str], Read]
_READERS: dict[str, Reader] = {
    "Create": _create,
    "Update": _update,
    "Delete": _delete,
    "Announce": _react,
    "Undo": _undo,
    "Follow": _follow,
    "Block": _block,
    "Move": _move,
    "Flag": _flag,
} | dict.fromkeys(LIKES, _react)
_KNOWN = frozenset(_READERS)
