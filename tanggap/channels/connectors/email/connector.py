"""The connector for e-mail, outward: "there is news, open your saved link". Letters in come later."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from tanggap.channels.contract import (
    VERSION,
    Connection,
    ConnectorError,
    Door,
    Event,
    HookAnswer,
    HookRequest,
    Letter,
    OutgoingMessage,
    Resend,
    Sent,
    gettext_noop,
)


class EmailConnector:
    """Sends plain text to an address that was confirmed before. The letter's id is made of the message's own."""

    kind = "email"
    name = "E-mail"
    version = VERSION
    # The same Message-ID twice is one letter to most readers, and an automatic notice twice harms nobody.
    resend = Resend.SAFE
    max_length = 100_000

    def read_hook(self, request: HookRequest, connection: Connection) -> HookAnswer:
        """There is no hook for letters."""
        return HookAnswer(404, reason="e-mail has no hook")

    def read_events(self, body: bytes, connection: Connection) -> Sequence[Event]:
        """No letter is read yet. Raises ConnectorError."""
        shown = gettext_noop("E-mail is only sent, not read.")
        raise ConnectorError("email: letters are not read", permanent=True, shown=shown)

    def send(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent:
        """Hand the letter to the operator's mail server. Raises ConnectorError."""
        letter_id = _letter_id(message)
        subject = str(message.extra.get("subject", "")) or message.text.partition("\n")[0][:100]
        door.mail(Letter(_address(message), subject, message.text, letter_id))
        return Sent(letter_id)

    def look_up(self, message: OutgoingMessage, connection: Connection, door: Door) -> Sent | None:
        """A mail server cannot be asked what it has sent."""
        return None


def _address(message: OutgoingMessage) -> str:
    """The address that the delivery names (an officer's), else the recipient's identity, which is its address."""
    recipient = message.recipient
    known = [recipient.inbox, recipient.remote_id] if recipient else []
    for address in (str(message.extra.get("address", "")), *known):
        if "@" in address and "://" not in address and not set(address) & set("\r\n\x00"):
            return address
    shown = gettext_noop("There is no e-mail address to write to.")
    raise ConnectorError("email: no address", permanent=True, shown=shown)


def _letter_id(message: OutgoingMessage) -> str:
    host = urlsplit(message.url).hostname or "localhost"
    return f"<{message.message_id}@{host}>"
