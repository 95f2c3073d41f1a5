"""What a message says when it leaves, as plain text and as the simple HTML that networks expect."""

from __future__ import annotations

import html
import re

from tanggap.outbox.models import Message, MessageKind

ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]']")


def as_spoken(message: Message) -> str:
    """The officer's words; under them the agency's name, where it speaks through another agency's account.

    So it is after a report was passed on: the answer stays in the thread where the citizen wrote.
    """
    agency, account = message.agency, message.account
    is_speech = message.kind in (MessageKind.ANSWER, MessageKind.CORRECTION)
    if not is_speech or agency is None or account is None or account.agency_id == agency.id:
        return message.text
    return f"{message.text}\n\n— {agency.name}"


def paragraphs(text: str) -> str:
    """Paragraphs, line breaks and links; everything else is escaped."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "".join(f"<p>{_with_links(part)}</p>" for part in parts)


def _with_links(text: str) -> str:
    out, last = [], 0
    for match in ADDRESS.finditer(text):
        out.append(_escaped(text[last : match.start()]))
        address = html.escape(match[0], quote=True)
        out.append(f'<a href="{address}">{address}</a>')
        last = match.end()
    return "".join([*out, _escaped(text[last:])])


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")
