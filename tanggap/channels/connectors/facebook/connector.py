"""The connector for Facebook Pages: comments and posts on a Page, and messages to it."""

from __future__ import annotations

from collections.abc import Sequence

from tanggap.channels.connectors.facebook import graph, hook, reading, sending
from tanggap.channels.contract import (
    VERSION,
    Connection,
    Door,
    Event,
    HookAnswer,
    HookRequest,
    OutgoingMessage,
    Resend,
    Sent,
)


class FacebookConnector:
    """Speaks to the Graph API.

    Settings of the connection: `api` (default graph.facebook.com), `version`, `human_agent` (true where Facebook has
    granted the app that permission: an officer may then answer a message for 7 days instead of 24 hours).
    Secrets of the app: `app_secret`, `verify_token`; of the Page: `access_token`.
    """

    kind = "facebook"
    name = "Facebook"
    version = VERSION
    # Facebook takes no idempotency key, so a Page is asked what it has before anything is sent again.
    resend = Resend.LOOK_UP
    max_length = sending.MOST_IN_COMMENT - sending.LONGEST_LABEL

    def read_hook(self, request: HookRequest, connection: Connection) -> HookAnswer:
        """Answer Facebook's handshake, or verify its events and take them apart."""
        if request.method in ("GET", "HEAD"):
            return hook.shake_hands(request, connection)
        return hook.take_events(request, connection)

    def read_events(self, body: bytes, connection: Connection) -> Sequence[Event]:
        """What happened on a Page. Raises ConnectorError(permanent=True) when the bytes make no sense."""
        return reading.read_notice(body)

    def send(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent:
        """Comment under a comment, write a message, or post on the Page. Raises ConnectorError."""
        return sending.send_message(sending.labelled(message), graph.Graph(connection, door))

    def look_up(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent | None:
        """Find the message among the latest comments, messages or posts of the Page. Raises ConnectorError."""
        return sending.find_message(sending.labelled(message), graph.Graph(connection, door))
