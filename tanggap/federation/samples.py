"""Invented activities and an answer, for `tanggap connector check activitypub` and the tests.

The check sends nothing: a delivery is signed with the key of an account of this installation, and an invented account
has none. The tests bring a key, and send `MESSAGES` too.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson

from tanggap.channels.contract import Audience, Author, Connection, OutgoingMessage
from tanggap.channels.testing import Samples
from tanggap.federation.envelope import author_line

AGENCY = "https://teladan.example/@dinas-pu"
CITIZEN = "https://warga.example/users/sari"
POST = "https://warga.example/notes/1"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
SARI = Author(CITIZEN, handle="@sari@warga.example", name="Sari Rekaan", inbox=f"{CITIZEN}/inbox", profile_url=CITIZEN)
NOTE = {
    "id": POST,
    "type": "Note",
    "attributedTo": CITIZEN,
    "content": f'<p>lampu jalan mati <a href="{AGENCY}" class="u-url mention">@dinas-pu</a></p>',
    "published": "2026-02-09T00:00:00Z",
    "to": [PUBLIC],
    "cc": [f"{CITIZEN}/followers", AGENCY],
    "tag": [{"type": "Mention", "href": AGENCY, "name": "@dinas-pu@teladan.example"}],
}


def arrival(kind: str, of: Any, **changed: Any) -> bytes:
    """The bytes that the door keeps of an activity: what it knows of the author, and the activity as it came."""
    told = {"@context": "https://www.w3.org/ns/activitystreams", "id": f"{POST}/{kind}", "type": kind, "actor": CITIZEN}
    addressed = {"to": [PUBLIC], "cc": [AGENCY]}
    return author_line(SARI) + orjson.dumps({**told, "object": of, **addressed, **changed})


BODIES = (
    arrival("Create", NOTE),
    arrival("Update", {**NOTE, "content": "<p>lampu jalan mati dua malam</p>", "updated": "2026-02-09T01:00:00Z"}),
    arrival("Delete", {"id": POST, "type": "Tombstone"}),
    arrival("Like", AGENCY + "/notes/1"),
    arrival("Announce", AGENCY + "/notes/1"),
    arrival("Undo", {"id": f"{POST}/Like", "type": "Like", "actor": CITIZEN, "object": AGENCY + "/notes/1"}),
)
ANSWER = OutgoingMessage(
    message_id="01invented",
    url="https://teladan.example/notes/01invented",
    text="Terima kasih. Lampunya kami periksa hari ini.",
    html="<p>Terima kasih. Lampunya kami periksa hari ini.</p>",
    audience=Audience.PUBLIC,
    account_id=AGENCY,
    in_reply_to=POST,
    recipient=SARI,
    published_at=datetime(2026, 2, 9, tzinfo=UTC),
)
PRIVATE = OutgoingMessage(
    message_id="02invented",
    url="https://teladan.example/notes/02invented",
    text="Laporan Anda kami terima.",
    html="<p>Laporan Anda kami terima.</p>",
    audience=Audience.DIRECT,
    account_id=AGENCY,
    in_reply_to=POST,
    recipient=SARI,
    published_at=datetime(2026, 2, 9, tzinfo=UTC),
)
MESSAGES = (ANSWER, PRIVATE)
SAMPLES = Samples(connection=Connection("activitypub", AGENCY, {}, {}), bodies=BODIES)
