"""Letters out of the house: plain text, over whatever mail server the operator named."""

from __future__ import annotations

import smtplib

import structlog
from django.core.mail import EmailMessage
from django.core.mail.message import BadHeaderError

log = structlog.get_logger(__name__)


class MailError(Exception):
    """A letter was not taken. `permanent` says whether trying again can help; the text names nobody."""

    def __init__(self, reason: str, *, permanent: bool):
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


def send_mail(to: str, subject: str, text: str, message_id: str) -> None:
    """Send one letter. The same `message_id` again tells the reader's program that it is the same letter.

    Raises MailError.
    """
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(subject=" ".join(subject.split()), body=text, to=[to], headers=headers).send()
    except (smtplib.SMTPException, OSError, BadHeaderError, UnicodeError) as error:
        failure = _explained(error)
        log.warning("mail_refused", reason=failure.reason, permanent=failure.permanent)
        # Not chained: a mail server's answer quotes the address.
        raise failure from None


def _explained(error: Exception) -> MailError:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return MailError("recipient refused", permanent=all(code >= 500 for code in codes))
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return MailError("mail server refused our sign-in", permanent=False)
    if isinstance(error, smtplib.SMTPResponseException):
        return MailError(f"mail server answered {error.smtp_code}", permanent=error.smtp_code >= 500)
    if isinstance(error, (BadHeaderError, UnicodeError)):
        return MailError("malformed address", permanent=True)
    return MailError("mail server could not be reached", permanent=False)
