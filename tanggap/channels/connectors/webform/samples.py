"""Invented reports, for `tanggap connector check webform` and the tests."""

from __future__ import annotations

import json
from typing import Any

from tanggap.channels.contract import Audience, Author, Connection, OutgoingMessage
from tanggap.channels.testing import Samples

REPORT: dict[str, Any] = {
    "id": "b2f0a4c6d8e0b2f0a4c6",
    "text": "Got depan rumah mampet, airnya naik ke jalan.\n\nTempat: Jalan Kenari",
    "agency": "dinas-pu",
    "name": "",
    "anonymous": True,
    "confidential": False,
    "tracking_id": "7Q2M-4K9X",
    "secret_hash": "0f" * 32,
}


def report(**changed: Any) -> bytes:
    """The bytes of a report."""
    return json.dumps({**REPORT, **changed}).encode()


SAMPLES = Samples(
    connection=Connection("webform", "dinas-pu", {}, {}),
    bodies=[report(), report(confidential=True, anonymous=False, name="Sari Rekaan", language="id")],
    messages=[
        OutgoingMessage(
            message_id="01invented",
            url="https://teladan.example/notes/01invented",
            text="Kami bersihkan besok pagi.",
            html="<p>Kami bersihkan besok pagi.</p>",
            audience=Audience.PUBLIC,
            account_id="dinas-pu",
            in_reply_to=f"form:{REPORT['id']}",
            recipient=Author(f"form:{REPORT['id']}"),
        )
    ],
)
