"""What the door knows of an author, kept as one line before the bytes that came.

The connector that reads an arrival later is pure, and an activity says nothing of its author but an id. The door has
just read the author's own document to get the key, so it writes the few facts down that an answer needs. Before a
move it is the account moved to, whose document the door has read to hear it say the same.
"""

from __future__ import annotations

from typing import Any

import orjson

from tanggap.channels.contract import Author

_START = b'{"@author":'
_FIELDS = ("remote_id", "handle", "name", "inbox", "shared_inbox", "profile_url")


def author_line(author: Author) -> bytes:
    """The line for an author; the same for all their posts, so it is made once and kept with the key."""
    facts: dict[str, Any] = {field: getattr(author, field) for field in _FIELDS}
    return orjson.dumps({"@author": facts | {"is_bot": author.is_bot}}) + b"\n"


def open_envelope(body: bytes) -> tuple[Author | None, bytes]:
    """The author, if a line stands in front, and the bytes as they came."""
    if not body.startswith(_START):
        return None, body
    line, _, rest = body.partition(b"\n")
    try:
        return Author(**orjson.loads(line)["@author"]), rest
    except (orjson.JSONDecodeError, TypeError, KeyError):
        return None, body
