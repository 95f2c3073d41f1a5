"""Foreign HTML made harmless, and its plain text."""

from __future__ import annotations

import html as html_entities
import re

import nh3

_TAGS = {"p", "br", "a", "span", "em", "strong", "b", "i", "u", "s", "del", "code", "pre", "blockquote"}
_TAGS |= {"ul", "ol", "li"}
# What is inside these is no text of the author.
_DROPPED_WHOLE = {"script", "style", "template", "noscript", "title"}
_REL = "nofollow noopener noreferrer ugc"

# Building a Cleaner costs more than cleaning a post, so there is one of each for the process.
_cleaner = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_DROPPED_WHOLE,
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https"},
    link_rel=_REL,
)
_stripper = nh3.Cleaner(tags=set(), clean_content_tags=_DROPPED_WHOLE, attributes={}, link_rel=None)

# The parser's time grows with the square of the nesting (100 s for 100,000 open tags), and no post has so many tags.
_MOST_TAGS = 2000
_TAG = re.compile(r"<[^<>]*>")
# The cleaner writes every attribute in double quotes and every "<" of a text as an entity.
_CLEAN_TAG = re.compile(r'<(?:[^">]|"[^"]*")*>')

_WHITE = re.compile(r"[ \t\r\n\f]+")
_PARAGRAPH = re.compile(r"</(?:p|blockquote|pre|h[1-6]|ul|ol|table)\s*>", re.IGNORECASE)
_LINE = re.compile(r"<br\s*/?>|</(?:li|div|tr)\s*>", re.IGNORECASE)
_MANY_LINES = re.compile(r"\n{3,}")


def clean_html(html: str) -> str:
    """Keep the plain tags of a post and safe links; drop everything that could act."""
    if html.count("<") > _MOST_TAGS:
        return f"<p>{html_entities.escape(text_of(html))}</p>"
    return _cleaner.clean(html)


def text_of(html: str) -> str:
    """The words of some HTML as plain text: paragraphs apart by an empty line, breaks as line breaks."""
    marked = _marked(html)
    return _plain(_TAG.sub("", marked) if marked.count("<") > _MOST_TAGS else _stripper.clean(marked))


def text_of_clean(html: str) -> str:
    """The same for what `clean_html` has made, which needs no parser any more."""
    return _plain(_CLEAN_TAG.sub("", _marked(html)))


def _marked(html: str) -> str:
    return _LINE.sub("\n", _PARAGRAPH.sub("\n\n", _WHITE.sub(" ", html)))


def _plain(stripped: str) -> str:
    text = html_entities.unescape(stripped).replace("\xa0", " ")
    lines = "\n".join(line.strip(" ") for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", lines).strip()
