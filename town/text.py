"""Words: from what a citizen types to HTML as Mastodon writes it, and from anybody's HTML to something safe."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

import nh3

MENTION = re.compile(r"(?<![\w/@.])@([\w.-]*\w)(?:@([\w.-]+(?::\d+)?))?")
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_TAGS = {"p", "br", "a", "span", "b", "strong", "i", "em", "ul", "ol", "li", "blockquote", "code", "pre"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS, attributes={"a": {"href", "class"}, "span": {"class"}}, url_schemes={"http", "https", "mailto"}
)
_BARE = nh3.Cleaner(tags=set())
# Gives the address and short name of a mentioned handle, or None where nobody is called so.
FindMention = Callable[[str, str], tuple[str, str] | None]


def html_of(text: str, find: FindMention) -> str:
    """Paragraphs, line breaks, links and mentions."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "".join(f"<p>{'<br />'.join(_line(line, find) for line in one.splitlines())}</p>" for one in paragraphs)


def clean(html: str) -> str:
    """HTML of a stranger without anything that acts."""
    return _CLEANER.clean(html)


def plain(html: str) -> str:
    """The words of HTML."""
    broken = re.sub(r"<br\s*/?>|</p>\s*(?=<p)|</li>", "\n", html)
    return unescape(_BARE.clean(broken)).strip()


def _line(line: str, find: FindMention) -> str:
    parts, position = [], 0
    for match in sorted([*_LINK.finditer(line), *MENTION.finditer(line)], key=lambda found: found.start()):
        if match.start() < position:
            continue
        made = _link(match[0]) if match[0].startswith("http") else _mention(match, find)
        parts += [escape(line[position : match.start()], quote=False), made]
        position = match.end()
    return "".join([*parts, escape(line[position:], quote=False)])


def _link(address: str) -> str:
    safe = escape(address, quote=True)
    return f'<a href="{safe}" target="_blank" rel="nofollow noopener">{safe}</a>'


def _mention(match: re.Match[str], find: FindMention) -> str:
    found = find(match[1], match[2] or "")
    if found is None:
        return escape(match[0], quote=False)
    address, name = (escape(part, quote=True) for part in found)
    return (
        f'<span class="h-card" translate="no"><a href="{address}" class="u-url mention">@<span>{name}</span></a></span>'
    )
