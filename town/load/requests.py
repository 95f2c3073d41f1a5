"""Requests signed beforehand: whole HTTP requests in one file, so that sending them costs next to nothing."""

from __future__ import annotations

import json
import struct
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from town.fediverse import documents
from town.fediverse.outside import ACTIVITY_JSON, AGENT
from town.fediverse.signatures import sign
from town.load.crowd import Crowd
from town.posts import Saying, all_sayings
from town.text import html_of

LENGTH = struct.Struct("<I")


def activities(
    path: Path,
    crowd: Crowd,
    *,
    count: int,
    inbox: str,
    agency: str,
    handle: str = "dinas-pu",
    kinds: Sequence[str] = ("complaint",),
    first: int = 0,
) -> Path:
    """Write `count` signed Create(Note) activities that mention an agency (its actor id) to its inbox, one a request.

    Request `n` is by author `n % authors`; its note is `<actor>/statuses/<n>`. Numbers begin at `first`: a second file
    for the same installation needs other ones. Signatures are good for an hour.
    """
    sayings = [one for one in all_sayings() if one.kind in kinds]
    mention = (agency, f"{handle}@{urlsplit(agency).netloc}")
    with path.open("wb") as file:
        for number in range(first, first + count):
            author = number % crowd.authors
            body = create_bytes(crowd, number, author, sayings[number % len(sayings)], mention)
            request = request_bytes(crowd, author, inbox, body)
            file.write(LENGTH.pack(len(request)) + request)
    return path


def read_requests(path: Path) -> Iterator[bytes]:
    """The requests of a file, in order."""
    told = memoryview(path.read_bytes())
    position = 0
    while position < len(told):
        (length,) = LENGTH.unpack_from(told, position)
        position += LENGTH.size
        yield bytes(told[position : position + length])
        position += length


def create_bytes(crowd: Crowd, number: int, author: int, saying: Saying, mention: tuple[str, str]) -> bytes:
    """One Create, as Mastodon writes it. The words carry the number, so that no two posts are the same."""
    actor, (agency, name) = crowd.actor(author), mention
    uri, now = f"{actor}/statuses/{number}", documents.stamp(time.time())
    short = name.partition("@")[0]
    words = saying.text.replace("{street}", "Jl. Kenari").replace("{district}", "Melati")
    html = html_of(f"@{short} {words} ({number})", lambda handle, host: (agency, handle) if handle == short else None)
    note = {
        "id": uri,
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": now,
        "url": f"{actor}/{number}",
        "attributedTo": actor,
        "to": [documents.PUBLIC],
        "cc": [f"{actor}/followers", agency],
        "sensitive": False,
        "atomUri": uri,
        "inReplyToAtomUri": None,
        "conversation": f"tag:{urlsplit(actor).netloc},2025-01-06:objectId={number}:objectType=Conversation",
        "content": html,
        "contentMap": {saying.language: html},
        "attachment": [],
        "tag": [{"type": "Mention", "href": agency, "name": f"@{name}"}],
        "replies": {
            "id": f"{uri}/replies",
            "type": "Collection",
            "first": {"type": "CollectionPage", "partOf": f"{uri}/replies", "items": []},
        },
    }
    return json.dumps(documents.create(note), ensure_ascii=False).encode()


def request_bytes(crowd: Crowd, author: int, inbox: str, body: bytes) -> bytes:
    """A whole signed POST."""
    signed = sign("POST", inbox, body, f"{crowd.actor(author)}#main-key", crowd.key(author))
    fields = signed | {
        "User-Agent": AGENT,
        "Content-Type": ACTIVITY_JSON,
        "Accept": "*/*",
        "Content-Length": str(len(body)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"POST {urlsplit(inbox).path} HTTP/1.1\r\n{head}\r\n".encode() + body
