"""Whether something that a visitor typed can be an e-mail address that a letter reaches."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

# RFC 5321 §4.5.3.1: so long are the part before the sign and, with its brackets left off, the whole at most.
LONGEST_NAME, LONGEST = 64, 254

_check = EmailValidator(allowlist=[])


def is_mail_address(text: str) -> bool:
    """An address at a domain; a number in brackets names a machine, and no citizen's mailbox."""
    try:
        _check(text)
    except ValidationError:
        return False
    name, _, host = text.rpartition("@")
    return len(name) <= LONGEST_NAME and len(text) <= LONGEST and not host.startswith("[")
