"""Plain text of a message as the simple HTML that networks expect."""

from __future__ import annotations

import html
import re

ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]']")


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
