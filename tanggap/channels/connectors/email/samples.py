"""An invented letter, for `tanggap connector check email` and the tests."""

from __future__ import annotations

from tanggap.channels.contract import Audience, Author, Connection, OutgoingMessage
from tanggap.channels.testing import Samples

NEWS = OutgoingMessage(
    message_id="01invented",
    url="https://teladan.example/notes/01invented",
    text="Ada kabar tentang laporan Anda. Buka tautan yang Anda simpan.",
    html="<p>Ada kabar tentang laporan Anda. Buka tautan yang Anda simpan.</p>",
    audience=Audience.DIRECT,
    account_id="",
    recipient=Author("sari@warga.example"),
    extra={"subject": "Ada kabar", "address": ""},
)

SAMPLES = Samples(connection=Connection("email", "", {}, {}), messages=[NEWS])
