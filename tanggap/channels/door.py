"""The guarded door in the contract's words: what fails outside becomes a ConnectorError."""

from __future__ import annotations

from collections.abc import Mapping

from tanggap.base.http import DoorError
from tanggap.base.http import door as guarded_door
from tanggap.base.mail import MailError, send_mail
from tanggap.channels.contract import Answer, ConnectorError, Letter, gettext_noop


class ContractDoor:
    """Hands connectors the process's one guarded door."""

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout: float = 10.0,
        max_bytes: int = 1_000_000,
    ) -> Answer:
        """Make one request. Raises ConnectorError when no answer can be had."""
        try:
            answer = guarded_door().request(
                method, url, headers=headers, body=body, timeout=timeout, max_bytes=max_bytes
            )
        except DoorError as error:
            shown = gettext_noop("The other side could not be reached.")
            raise ConnectorError(
                str(error), permanent=error.permanent, shown=shown, retry_after=error.retry_after
            ) from error
        return Answer(answer.status, answer.headers, answer.body)

    def mail(self, letter: Letter) -> None:
        """Hand a letter to the operator's mail server. Raises ConnectorError when it does not take it."""
        try:
            send_mail(letter.to, letter.subject, letter.text, letter.message_id)
        except MailError as error:
            # Not chained: a mail server's answer quotes the address.
            shown = gettext_noop("The mail server did not take the letter.")
            raise ConnectorError(f"mail: {error}", permanent=error.permanent, shown=shown) from None
