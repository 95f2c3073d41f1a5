"""Notes pinned to the board come in through a signed hook; our answers are pinned beside them."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence

from tanggap.channels.contract import (
    VERSION,
    Audience,
    Author,
    Connection,
    ConnectorError,
    Door,
    Event,
    HookAnswer,
    HookRequest,
    IncomingPost,
    Notice,
    OutgoingMessage,
    Resend,
    Sent,
)


class NoticeboardConnector:
    """The whole connector."""

    kind = "noticeboard"
    name = "Notice board"
    version = VERSION
    # The board knows a note by our own id, so a second copy replaces the first.
    resend = Resend.SAFE
    max_length = 500

    def read_hook(self, request: HookRequest, connection: Connection) -> HookAnswer:
        right = hmac.new(connection.secrets["board_key"].encode(), request.body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right.encode(), request.headers.get("x-board-signature", "").encode()):
            return HookAnswer(403, reason="wrong signature")
        event_id = hashlib.sha256(request.body).hexdigest()
        return HookAnswer(202, notices=[Notice(event_id, request.body, connection.account_id)])

    def read_events(self, body: bytes, connection: Connection) -> Sequence[Event]:
        try:
            note = json.loads(body)
            number, name, text = int(note["number"]), note["name"], note["text"]
            if not 0 < number < 10**12 or not isinstance(name, str) or not isinstance(text, str):
                raise ValueError
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            raise ConnectorError("noticeboard: no note", permanent=True) from None
        return [
            IncomingPost(
                remote_id=f"note:{number}",
                author=Author(f"person:{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()}"),
                text=text.replace("\x00", "").encode("utf-8", "replace").decode(),
                audience=Audience.PUBLIC,
                addressed_to=[connection.account_id],
            )
        ]

    def send(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent:
        note = {"id": message.message_id, "beside": message.in_reply_to, "text": message.text}
        answer = door.request("PUT", f"{connection.settings['board']}/notes", body=json.dumps(note).encode())
        if answer.status >= 400:
            passing = answer.status == 429 or answer.status >= 500
            raise ConnectorError(f"noticeboard: HTTP {answer.status}", permanent=not passing)
        return Sent(f"note:{message.message_id}")

    def look_up(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent | None:
        return None
