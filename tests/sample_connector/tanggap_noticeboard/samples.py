"""What the connector is tried with."""

import hashlib
import hmac
import json

from tanggap.channels.contract import Audience, Connection, HookRequest, OutgoingMessage
from tanggap.channels.testing import Samples

CONNECTION = Connection("noticeboard", "hall", {"board": "https://board.example"}, {"board_key": "invented-key"})
BODY = json.dumps({"number": 7, "name": "Sari", "text": "lampu jalan mati"}).encode()
SIGNATURE = hmac.new(b"invented-key", BODY, hashlib.sha256).hexdigest()
ANSWER = OutgoingMessage(
    "01", "https://teladan.example/notes/01", "Kami periksa.", "", Audience.PUBLIC, "hall", "id", "note:7"
)

SAMPLES = Samples(
    CONNECTION, hooks=[HookRequest("POST", {}, {"x-board-signature": SIGNATURE}, BODY)], messages=[ANSWER]
)
