"""Text as the rest of this folder reads it. Needs no Django."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tanggap.inbox.text.spelling import MARK, in_full, known

# Nobody's trouble needs more; a longer text is read this far, so that no text costs more than a bounded time.
READ_AT_MOST = 6_000

_LINK = re.compile(r"(?:https?://|www\.)\S+")
_HANDLE = re.compile(r"(?<![\w.])@[\w.-]+(?:@[\w.:-]+)?")
_TOKEN = re.compile(r"\w+|[.;:!?\n]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A post's words: `tokens` as written in lower case, `words` the same places in full spelling.

    Where a sentence ends, `words` has a MARK.
    """

    tokens: list[str]
    words: list[str]
    length: int  # words without marks
    asks: bool  # there is a question mark
    empty: bool  # nothing at all was written, not even a picture of a face


def normalise(text: str | Text) -> Text:
    """Lower case, full spelling, without links and handles. A text that is normal already comes back as it is."""
    if isinstance(text, Text):
        return text
    plain = text[:READ_AT_MOST].lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain)
    if "http" in plain or "www." in plain:
        plain = _LINK.sub(" ", plain)
    if "@" in plain:
        plain = _HANDLE.sub(" ", plain)
    if "'" in plain or "’" in plain:
        plain = plain.replace("'", "").replace("’", "")
    tokens = _TOKEN.findall(plain)
    # Nearly every word has been seen before, and a call for each would be most of the cost.
    words = [known.get(token) or in_full(token) for token in tokens]
    return Text(tokens, words, len(words) - words.count(MARK), "?" in plain, not text.strip())
