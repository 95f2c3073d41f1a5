"""Mail that somebody put into a folder, one file or one long file, as citizens would find it in their mailbox."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

MOST_FILES, MOST_LETTERS, MOST_BYTES = 40, 60, 200_000
# A folder of mail may hold several letters in one file, parted by a line of dashes.
_BETWEEN = re.compile(rb"^-{60,}\r?\n", re.MULTILINE)


@dataclass(frozen=True)
class Letter:
    """One letter. `at` is in seconds."""

    to: str
    sender: str
    subject: str
    text: str
    at: float


def read_letters(folder: Path | None) -> list[Letter]:
    """The newest letters of a folder, newest first."""
    if folder is None or not folder.is_dir():
        return []
    files = [path for path in folder.iterdir() if path.suffix in (".eml", ".log") and path.is_file()]
    files.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    letters = [letter for path in files[:MOST_FILES] for letter in _letters(path)]
    return sorted(letters, key=lambda letter: letter.at, reverse=True)[:MOST_LETTERS]


def _letters(path: Path) -> Iterator[Letter]:
    try:
        told, modified = path.read_bytes()[-MOST_BYTES:], path.stat().st_mtime
    except OSError:
        return
    for part in _BETWEEN.split(told):
        if part.strip():
            message = email.message_from_bytes(part, policy=email.policy.default)
            if message["To"]:
                yield _letter(message, modified)


def _letter(message: EmailMessage, modified: float) -> Letter:
    body = message.get_body(("plain", "html"))
    try:
        text = str(body.get_content()) if body else ""
    except (LookupError, ValueError):
        text = ""
    at = modified
    with suppress(ValueError, TypeError):  # a letter without a date is as old as its file
        at = parsedate_to_datetime(str(message["Date"])).timestamp()
    subject, sender = str(message["Subject"] or ""), str(message["From"] or "")
    return Letter(str(message["To"]), sender, subject, text.strip(), at)
