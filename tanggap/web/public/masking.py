"""What a public page keeps back from words: handles of private people, their phone and identity numbers, addresses.

The original stays sealed and is what officers read; here only the view is masked. Pure: it needs no database.
"""

from __future__ import annotations

import re
from collections.abc import Collection

DOTS = "•••"

# `@name`, `@name@host`, and fullwidth ＠; not the middle of a word or of an e-mail address.
_HANDLE = re.compile(
    r"(?<![\w@＠/.])[@＠](\w[\w.\-]*\w|\w)(?:[@＠]([\w.\-]+\.[a-z]{2,}|[\w\-]+(?::\d+)))?", re.IGNORECASE
)
_MENTION = re.compile(r"[@＠][\w.\-•]+(?:[@＠][\w.\-:•]+)?")
_EMAIL = re.compile(r"(?<![\w.+\-@＠])[\w.+\-]+@([\w\-]+(?:\.[\w\-]+)+)")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'()]+", re.IGNORECASE)
# A bare `wa.me/62…` or `instagram.com/name` without its scheme.
_SOCIAL = re.compile(
    r"(?<![\w.@/])((?:[\w\-]+\.)*(?:facebook\.com|fb\.com|instagram\.com|x\.com|twitter\.com|tiktok\.com|threads\.net"
    r"|youtube\.com|t\.me|wa\.me|linkedin\.com|linktr\.ee))/[^\s<>\"'()]+",
    re.IGNORECASE,
)
# Ten to twenty digits, however they are grouped: phone, NIK and KK (16), NPWP (15 or 16), bank accounts.
_NUMBER = re.compile(r"(?<![\w.,])\(?\+?\d(?:[\s.\-()/]{0,2}\d){8,19}(?!\w|[.,]\d)")
_GROUPED_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+")
_DATE_LIKE = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}-\d{2}-\d{2}")


def mask_words(text: str, official: Collection[str] = (), *, numbers: bool = True) -> str:
    """The words as a public page may show them. `official` holds handles of the government, lower case, without `@`.

    `numbers=False` is for the government's own words, whose telephone numbers are meant to be called.
    """
    text = _LINK.sub(lambda found: _masked_link(found[0], official), text)
    text = _SOCIAL.sub(lambda found: found[0] if _names_official(found[0], official) else f"{found[1]}/{DOTS}", text)
    text = _EMAIL.sub(lambda found: found[0] if _is_official(found[0], official) else f"{DOTS}@{DOTS}", text)
    text = _HANDLE.sub(lambda found: _masked_handle(found, official), text)
    return _NUMBER.sub(_masked_number, text) if numbers else text


# A sentence ends at a mark before a space, but not behind "Jl." and its like, or behind a single letter.
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\b[A-Za-z]\.)(?<!\bJl\.)(?<!\bjl\.)(?<!\bJln\.)(?<!\bNo\.)(?<!\bno\.)(?<!\bGg\.)(?<!\bgg\.)"
    r"(?<!\bKec\.)(?<!\bKel\.)(?<!\bRT\.)(?<!\bRW\.)(?<!\bdsb\.)(?<!\bSt\.)\s"
)


def headline(text: str, official: Collection[str] = (), limit: int = 70) -> str:
    """The first words of a post as a title: masked, without leading mentions, cut between words."""
    lines = [line for line in (_without_mentions(line) for line in mask_words(text, official).splitlines()) if line]
    if not lines:
        return ""
    first = _SENTENCE_END.split(lines[0], maxsplit=1)[0]
    first = lines[0] if len(first) < 15 else first
    if len(first) <= limit:
        return first.rstrip(" .,;:")
    return first[:limit].rsplit(" ", 1)[0].rstrip(" .,;:") + "…"


def _without_mentions(line: str) -> str:
    """The line without handles: a title says what, not to whom."""
    return re.sub(r"\s{2,}", " ", _MENTION.sub(" ", line)).strip(" ,:-")


def _masked_handle(found: re.Match[str], official: Collection[str]) -> str:
    return found[0] if _is_official(found[0], official) else f"@{DOTS}"


def _masked_link(link: str, official: Collection[str]) -> str:
    """A link that may name a person becomes its host alone; an article's stays."""
    tail = link.split("://", 1)[-1]
    host, _, path = tail.partition("/")
    names_somebody = "@" in tail or _SOCIAL.match(tail.removeprefix("www.")) or _NUMBER.search(path)
    return f"{host.rpartition('@')[2]}/{DOTS}" if names_somebody and not _names_official(link, official) else link


def _names_official(link: str, official: Collection[str]) -> bool:
    """Whether a link's last part is an official handle."""
    name = link.rstrip("/").rsplit("/", 1)[-1]
    return bool(name) and _is_official(name, official)


def _is_official(handle: str, official: Collection[str]) -> bool:
    return handle.lower().replace("＠", "@").lstrip("@").rstrip(".-") in official


def _masked_number(found: re.Match[str]) -> str:
    """Sums of money and dates have many digits too, and are what a report is about."""
    whole = found[0].strip()
    if _GROUPED_MONEY.fullmatch(whole) or _DATE_LIKE.fullmatch(whole):
        return found[0]
    return DOTS
