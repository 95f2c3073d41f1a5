"""What a public page keeps back from words: handles of private people, their phone and identity numbers, addresses.

The original stays sealed and is what the officers of its agency read; here only the view is masked. Pure: it needs no
database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import partial

from tanggap.base.letters import kept_in_line
from tanggap.web.public.numbers import Span, identity_numbers, lettered_numbers, private_numbers
from tanggap.web.public.shadow import Found, replace_found

DOTS = "•••"
Shown = Callable[[re.Match[str], Collection[str]], str]

# `@name`, `@name@host`; not the middle of a word or of an e-mail address.
_HANDLE = re.compile(r"(?<![\w@/.])@(\w[\w.\-]*\w|\w)(?:@([\w.\-]+\.[a-z]{2,}|[\w\-]+(?::\d+)))?", re.IGNORECASE)
_MENTION = re.compile(r"[@＠][\w.\-•]+(?:[@＠][\w.\-:•]+)?")
_EMAIL = re.compile(r"(?<![\w.+\-@])[\w.+\-]+@([\w\-]+(?:\.[\w\-]+)+)")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'()]+", re.IGNORECASE)
# A bare `wa.me/62…` or `instagram.com/name` without its scheme.
_SOCIAL = re.compile(
    r"(?<![\w.@/\-])((?:[\w\-]+\.)*(?:facebook\.com|fb\.com|instagram\.com|x\.com|twitter\.com|tiktok\.com|threads\.net"
    r"|youtube\.com|t\.me|wa\.me|linkedin\.com|linktr\.ee))/[^\s<>\"'()]+",
    re.IGNORECASE,
)


def mask_words(text: str, official: Collection[str] = (), *, numbers: bool = True) -> str:
    """The words as a public page may show them. `official` holds handles of the government, lower case, without `@`.

    `numbers=False` is for the government's own words, whose telephone numbers are meant to be called. An identity
    number is masked in those too: an officer may have quoted it.
    """
    for pattern, shown in _SHOWN:
        text = replace_found(partial(_replaced, pattern, shown, official), text)
    for find in (lettered_numbers, private_numbers) if numbers else (identity_numbers,):
        text = replace_found(partial(_dotted, find), text)
    return kept_in_line(text)


def _replaced(pattern: re.Pattern[str], shown: Shown, official: Collection[str], text: str) -> Iterator[Found]:
    for found in pattern.finditer(text):
        instead = shown(found, official)
        if instead != found[0]:
            yield found.start(), found.end(), instead


def _dotted(find: Callable[[str], Iterator[Span]], text: str) -> Iterator[Found]:
    return ((start, end, DOTS) for start, end in find(text))


# A sentence ends at a mark before a space, but not behind "Jl." and its like, or behind a single letter.
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Za-z]\.)(?<!\bJl\.)(?<!\bjl\.)(?<!\bJln\.)(?<!\bNo\.)(?<!\bno\.)(?<!\bGg\.)(?<!\bgg\.)"
    r"(?<!\bKec\.)(?<!\bKel\.)(?<!\bRT\.)(?<!\bRW\.)(?<!\bdsb\.)(?<!\bSt\.)\s"
)


def headline(text: str, official: Collection[str] = (), limit: int = 70) -> str:
    """The first words of a post as a title: masked, without mentions, with a capital, cut between words."""
    lines = [line for line in (_without_mentions(line) for line in mask_words(text, official).splitlines()) if line]
    if not lines:
        return ""
    line = lines[0][0].upper() + lines[0][1:]
    first = _SENTENCE_END.split(line, maxsplit=1)[0]
    first = line if len(first) < 15 else first
    if len(first) <= limit:
        return kept_in_line(first.rstrip(" .,;:"))
    return kept_in_line(first[:limit].rsplit(" ", 1)[0].rstrip(" .,;:")) + "…"


def _without_mentions(line: str) -> str:
    """The line without handles: a title says what, not to whom."""
    left = re.sub(r"\s+([,.;:!?])", r"\1", _MENTION.sub(" ", line))
    return re.sub(r"\s{2,}", " ", left).strip(" ,:-")


def _shown_handle(found: re.Match[str], official: Collection[str]) -> str:
    return found[0] if _is_official(found[0], official) else f"@{DOTS}"


def _shown_email(found: re.Match[str], official: Collection[str]) -> str:
    return found[0] if _is_official(found[0], official) else f"{DOTS}@{DOTS}"


def _shown_social(found: re.Match[str], official: Collection[str]) -> str:
    return found[0] if _names_official(found[0], official) else f"{found[1]}/{DOTS}"


def _shown_link(found: re.Match[str], official: Collection[str]) -> str:
    """A link that may name a person becomes its host alone; an article's stays."""
    tail = found[0].split("://", 1)[-1]
    host, _, path = tail.partition("/")
    names_somebody = "@" in tail or _SOCIAL.match(tail.removeprefix("www.")) or any(private_numbers(path))
    return (
        f"{host.rpartition('@')[2]}/{DOTS}" if names_somebody and not _names_official(found[0], official) else found[0]
    )


# In this order: what stands in a link is no handle, and what stands in an address neither.
_SHOWN: tuple[tuple[re.Pattern[str], Shown], ...] = (
    (_LINK, _shown_link),
    (_SOCIAL, _shown_social),
    (_EMAIL, _shown_email),
    (_HANDLE, _shown_handle),
)


def _names_official(link: str, official: Collection[str]) -> bool:
    """Whether a link's last part is an official handle."""
    name = link.rstrip("/").rsplit("/", 1)[-1]
    return bool(name) and _is_official(name, official)


def _is_official(handle: str, official: Collection[str]) -> bool:
    return handle.lower().lstrip("@").rstrip(".-") in official
