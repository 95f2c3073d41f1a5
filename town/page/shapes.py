"""Fields: which parts of a post the caller of the Graph API asked for (`id,from{name},messages.limit(5){id}`)."""

from __future__ import annotations

import re
import time
from typing import Any

from town.timeline import Post

# A name and the fields wanted inside it; nothing inside means everything.
Fields = dict[str, Any]
_PART = re.compile(r"\s*(\w+)((?:\.\w+\([^()]*\))*)\s*(?=[,{}]|$)")
DEEPEST = 5


def read_fields(told: str) -> Fields:
    """The wanted fields, nested as they were asked for."""
    fields, _ = _read(told[:2000], 0, 0)
    return fields


def _read(told: str, position: int, depth: int) -> tuple[Fields, int]:
    found: Fields = {}
    while position < len(told):
        match = _PART.match(told, position)
        if match is None:
            return found, position
        inner: Fields = {}
        position = match.end()
        if told[position : position + 1] == "{" and depth < DEEPEST:
            inner, position = _read(told, position + 1, depth + 1)
            position += 1  # the closing brace
        found[match[1]] = inner
        if told[position : position + 1] != ",":
            return found, position
        position += 1
    return found, position


def chosen(whole: dict[str, Any], wanted: Fields) -> dict[str, Any]:
    """Only the wanted fields of an object; its id is always there."""
    if not wanted:
        return whole
    kept = {name: whole[name] for name in wanted if name in whole}
    for name, inner in wanted.items():
        if inner and isinstance(kept.get(name), dict):
            kept[name] = chosen(kept[name], inner)
    return {"id": whole["id"], **kept} if "id" in whole else kept


def shape_of(post: Post, author: dict[str, str], link: str) -> dict[str, Any]:
    """Everything that the Graph says of a post, comment or message."""
    whole: dict[str, Any] = {
        "id": post.uri,
        "message": post.text,
        "from": author,
        "created_time": graph_time(post.published),
        "permalink_url": link,
    }
    if post.edited:
        whole["updated_time"] = graph_time(post.edited)
    if post.in_reply_to not in ("", post.thread):
        whole["parent"] = {"id": post.in_reply_to}
    return whole


def graph_time(seconds: float) -> str:
    """A time as the Graph writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime(seconds))
