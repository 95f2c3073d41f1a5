"""What a Page's hook says, as the contract's events.

https://developers.facebook.com/docs/graph-api/webhooks/reference/page
https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tanggap.channels.contract import (
    Audience,
    Author,
    ConnectorError,
    DeletedPost,
    EditedPost,
    Event,
    IncomingPost,
    Reaction,
    gettext_noop,
)

# A sad or angry face is no applause, so only these are counted.
_LIKES = {"like", "love", "care"}
_POSTS = {"post", "status", "photo", "video"}
_LONGEST = 20_000
_UNNAMED = "author-of:"


def read_notice(body: bytes) -> Sequence[Event]:
    """Read one notice as `hook` made it. Things that nobody is to read or answer give no event."""
    told = _object(_parsed(body), "a notice")
    page = _text(told, "page")
    if "messaging" in told:
        return _message(page, _object(told["messaging"], "messaging"))
    return _change(page, _object(told.get("change"), "a change"))


def _change(page: str, value: Mapping[str, Any]) -> Sequence[Event]:
    item, verb = _text(value, "item"), _text(value, "verb")
    if _author(value).remote_id == page:
        return []
    if item in ("reaction", "like"):
        return _reaction(value, verb)
    if item == "share":
        return _share(value, verb)
    if item != "comment" and item not in _POSTS:
        return []
    if verb == "remove":
        author = _author(value).remote_id
        # Who wrote it was told when it came, and may be left out now. Facebook's signature vouches for the removal.
        return [DeletedPost(_made(value, item), "" if author.startswith(_UNNAMED) else author)]
    if verb not in ("add", "edited", "edit"):
        return []
    post = _post(page, value, item)
    # Whoever wrote it may be left out of a later change, as of a removal.
    is_unnamed = post.author.remote_id.startswith(_UNNAMED)
    return [post] if verb == "add" else [EditedPost(post, is_vouched=is_unnamed)]


def _post(page: str, value: Mapping[str, Any], item: str) -> IncomingPost:
    """A comment under something on the Page, or a visitor's own post on it."""
    is_comment = item == "comment"
    made, post_id = _made(value, item), _text(value, "post_id", needed=False)
    return IncomingPost(
        remote_id=made,
        author=_author(value),
        text=_text(value, "message", needed=False, longest=_LONGEST),
        audience=Audience.PUBLIC,
        addressed_to=(page,),
        in_reply_to=(_text(value, "parent_id", needed=False) or post_id) if is_comment else "",
        thread_id=post_id or made,
        url=_link(value, made, post_id, is_comment),
        published_at=_time(value.get("created_time")),
    )


def _made(value: Mapping[str, Any], item: str) -> str:
    return _text(value, "comment_id" if item == "comment" else "post_id")


def _author(value: Mapping[str, Any]) -> Author:
    """Facebook leaves the author out where its privacy rules say so; such a comment has an author of its own."""
    author = value.get("from")
    if isinstance(author, dict) and author.get("id"):
        return Author(_text(author, "id"), name=_text(author, "name", needed=False, longest=200))
    made = _text(value, "comment_id", needed=False) or _text(value, "post_id", needed=False)
    return Author(f"{_UNNAMED}{made}")


def _link(value: Mapping[str, Any], made: str, post_id: str, is_comment: bool) -> str:
    above = value.get("post")
    link = value.get("permalink_url") or (above.get("permalink_url") if isinstance(above, dict) else "")
    if not isinstance(link, str) or not link.startswith(("https://", "http://")):
        link = f"https://www.facebook.com/{post_id or made}"
    if not is_comment or "comment_id=" in link:
        return link
    return f"{link}{'&' if '?' in link else '?'}comment_id={made.rpartition('_')[2]}"


def _reaction(value: Mapping[str, Any], verb: str) -> Sequence[Event]:
    liked = _text(value, "comment_id", needed=False) or _text(value, "post_id", needed=False)
    author = _author(value).remote_id
    if not liked or author.startswith(_UNNAMED):
        return []
    counts = value.get("item") == "like" or str(value.get("reaction_type")) in _LIKES
    if verb == "add" and not counts:
        return []
    withdrawn = verb == "remove" or not counts
    return [Reaction("like", f"like:{liked}:{author}", author, liked, withdrawn=withdrawn)]


def _share(value: Mapping[str, Any], verb: str) -> Sequence[Event]:
    shared, author = _text(value, "post_id", needed=False), _author(value).remote_id
    made = _text(value, "share_id", needed=False) or f"share:{shared}:{author}"
    return [Reaction("share", made, author, shared, withdrawn=verb == "remove")] if shared else []


def _message(page: str, told: Mapping[str, Any]) -> Sequence[Event]:
    sender = _text(_object(told.get("sender"), "a sender"), "id")
    if sender == page:
        return []
    if "reaction" in told:
        return _reaction_to_message(sender, _object(told["reaction"], "a reaction"))
    if "message_edit" in told:
        edited = _object(told["message_edit"], "an edit")
        return [EditedPost(_private(page, sender, edited, told))]
    message = _object(told.get("message"), "a message")
    if message.get("is_echo"):
        return []
    if message.get("is_deleted"):
        return [DeletedPost(_text(message, "mid"), sender)]
    return [_private(page, sender, message, told)]


def _private(page: str, sender: str, message: Mapping[str, Any], told: Mapping[str, Any]) -> IncomingPost:
    above = message.get("reply_to")
    return IncomingPost(
        remote_id=_text(message, "mid"),
        author=Author(sender),
        text=_text(message, "text", needed=False, longest=_LONGEST),
        audience=Audience.DIRECT,
        addressed_to=(page,),
        in_reply_to=_text(above, "mid", needed=False) if isinstance(above, dict) else "",
        thread_id=f"messages:{page}:{sender}",
        published_at=_time(told.get("timestamp"), per_second=1000),
        is_message=True,
    )


def _reaction_to_message(sender: str, told: Mapping[str, Any]) -> Sequence[Event]:
    mid, given = _text(told, "mid"), told.get("action") == "react"
    if given and str(told.get("reaction")) not in _LIKES:
        return []
    return [Reaction("like", f"like:{mid}:{sender}", sender, mid, withdrawn=not given)]


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise _senseless("no JSON") from None


def _object(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _senseless(f"{what} is no object")
    return value


def _text(value: Mapping[str, Any], key: str, *, needed: bool = True, longest: int = 500) -> str:
    """A field as text; ids may come as numbers. A null byte would not be stored, half a surrogate not be sent."""
    given = value.get(key)
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)[:30]
    if given is None and not needed:
        return ""
    if not isinstance(given, str) or (needed and not given):
        raise _senseless(f"{key} is missing or no text")
    return given.replace("\x00", "").encode("utf-8", "replace").decode()[:longest]


def _time(given: Any, per_second: int = 1) -> datetime | None:
    if isinstance(given, str) and given.isdigit() and len(given) <= 15:
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool) or not 0 < given < 10**15:
        return None
    try:
        return datetime.fromtimestamp(given / per_second, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _senseless(why: str) -> ConnectorError:
    shown = gettext_noop("Facebook sent something that we cannot read.")
    return ConnectorError(f"facebook: {why}", permanent=True, shown=shown)
