"""Posts: an object of ActivityStreams checked into a Note, and a Note cleaned into the contract's post.

The two steps are apart because the door checks and the worker cleans.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from tanggap.base.html import clean_html, text_of, text_of_clean
from tanggap.channels.contract import Audience, Author, IncomingPost
from tanggap.federation.acts import Note
from tanggap.federation.names import PUBLIC_NAMES, Malformed, as_list, host_of, id_in, ids_in, is_address, same_host

POST_TYPES = frozenset({"Note", "Article", "Page", "Question", "Image", "Video", "Audio", "Event"})
MOST_ADDRESSED = 100
LONGEST_THREAD_ID = 512
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")
Recipients = tuple[list[str], list[str]]
_NARROWEST = [Audience.PUBLIC, Audience.UNLISTED, Audience.FOLLOWERS, Audience.DIRECT]


def read_note(shown: dict[str, Any], activity: dict[str, Any], actor: str) -> Note:
    """Check the object of a Create or Update by `actor`. Raises Malformed, also on ids that contradict each other."""
    note_id = id_in(shown)
    same_host(note_id, actor)
    _check_author(shown, actor)
    html, language = _content(shown)
    said = [_recipients(place) for place in (shown, activity) if "to" in place or "cc" in place]
    return Note(
        id=note_id,
        actor=actor,
        html=html,
        title=text_in(shown, "name"),
        summary=text_in(shown, "summary"),
        plain=shown.get("mediaType") in ("text/plain", "text/markdown"),
        language=language,
        audience=_audience(said),
        addressed_to=_addressed(shown, said),
        in_reply_to=_address(shown, "inReplyTo"),
        thread_id=_thread_id(shown),
        url=_page(shown, note_id),
        published_at=_moment(shown, "published"),
        updated_at=_moment(shown, "updated"),
    )


def post_of(note: Note, author: Author) -> IncomingPost:
    """The contract's post: HTML cleaned, words taken out of it, a title or content warning put in front."""
    content = f"<p>{escape(note.html)}</p>" if note.plain else note.html
    front = [part for part in (note.title, note.summary) if part]
    html = clean_html("".join(f"<p>{escape(text_of(part))}</p>" for part in front) + content)
    return IncomingPost(
        remote_id=note.id,
        author=author,
        text=text_of_clean(html),
        html=html,
        audience=note.audience,
        addressed_to=tuple(note.addressed_to),
        in_reply_to=note.in_reply_to,
        thread_id=note.thread_id,
        url=note.url,
        language=note.language,
        published_at=note.published_at,
        is_message=note.audience is Audience.DIRECT,
    )


def text_in(shown: dict[str, Any], name: str) -> str:
    """A property that is text or absent. Raises Malformed."""
    value = shown.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Malformed(f"{name} is no text")
    return value


def _check_author(shown: dict[str, Any], actor: str) -> None:
    """A post belongs to who sent it. Several authors may stand there; the sender must be one of them."""
    authors = ids_in(shown.get("attributedTo"))
    if authors and actor not in authors:
        raise Malformed("a post that is attributed to another")
    if "actor" in shown and id_in(shown["actor"]) != actor:
        raise Malformed("a post that is attributed to another")


def _content(shown: dict[str, Any]) -> tuple[str, str]:
    """The words and their language: `contentMap` tells the language of `content`, or stands alone."""
    content, by_language = text_in(shown, "content"), shown.get("contentMap")
    if by_language is None:
        return content, ""
    if not isinstance(by_language, dict) or not all(isinstance(value, str) for value in by_language.values()):
        raise Malformed("contentMap is no map of texts")
    for language, words in by_language.items():
        if words == content or not content:
            return words, language.lower() if _LANGUAGE.fullmatch(language) else ""
    return content, ""


def _recipients(place: dict[str, Any]) -> Recipients:
    return ids_in(place.get("to")), ids_in(place.get("cc"))


def _audience(said: Sequence[Recipients]) -> Audience:
    """Who may see it, as Mastodon reads `to` and `cc`; where activity and object differ, the narrower counts."""
    return max((_one_audience(to, cc) for to, cc in said), key=_NARROWEST.index, default=Audience.DIRECT)


def _one_audience(to: list[str], cc: list[str]) -> Audience:
    if not PUBLIC_NAMES.isdisjoint(to):
        return Audience.PUBLIC
    if not PUBLIC_NAMES.isdisjoint(cc):
        return Audience.UNLISTED
    if any(one.endswith("/followers") for one in (*to, *cc)):
        return Audience.FOLLOWERS
    return Audience.DIRECT


def _addressed(shown: dict[str, Any], said: Sequence[Recipients]) -> list[str]:
    """Accounts that the post is for: mentions by their actor's address, then `to` and `cc`."""
    named = dict.fromkeys(one for to, cc in said for one in (*to, *cc) if one not in PUBLIC_NAMES)
    others = [one for one in named if not one.endswith("/followers") and is_address(one)]
    return list(dict.fromkeys([*_mentions(shown), *others]))[:MOST_ADDRESSED]


def _mentions(shown: dict[str, Any]) -> list[str]:
    found = []
    for tag in as_list(shown.get("tag")):
        if not isinstance(tag, (dict, str)):
            raise Malformed("a tag that is no object")
        if isinstance(tag, dict) and tag.get("type") == "Mention" and is_address(tag.get("href")):
            found.append(tag["href"])
    return found


def _address(shown: dict[str, Any], name: str) -> str:
    value = shown.get(name)
    return id_in(value) if value else ""


def _thread_id(shown: dict[str, Any]) -> str:
    for name in ("conversation", "context"):
        value = shown.get(name)
        if isinstance(value, str):
            return value[:LONGEST_THREAD_ID]
    return ""


def _page(shown: dict[str, Any], note_id: str) -> str:
    """The page where people read it; only on the post's own host, else its id, so that no link leads astray."""
    for value in as_list(shown.get("url")):
        href = value.get("href") if isinstance(value, dict) else value
        if is_address(href) and host_of(href) == host_of(note_id):
            return href
    return note_id


def _moment(shown: dict[str, Any], name: str) -> datetime | None:
    """A time that the author claims; one that cannot be read is no reason to refuse the words."""
    value = text_in(shown, name)
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
