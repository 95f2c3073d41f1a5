"""What a post says, by simple means: pure functions over text and word lists, without Django.

`read_text` answers everything at once and is what the worker calls; the others answer one question each.
"""

from tanggap.inbox.text.agency import agency_scores
from tanggap.inbox.text.kind import ASKING, KINDS, kind_of
from tanggap.inbox.text.language import language_of
from tanggap.inbox.text.lexicon import Lexicon
from tanggap.inbox.text.likeness import near_digests, text_digest
from tanggap.inbox.text.reading import Reading, read_text, vocabulary
from tanggap.inbox.text.signs import is_opt_out, says_done, says_not_done
from tanggap.inbox.text.urgency import urgency_of
from tanggap.inbox.text.words import Text, normalise

__all__ = [
    "ASKING",
    "KINDS",
    "Lexicon",
    "Reading",
    "Text",
    "agency_scores",
    "is_opt_out",
    "kind_of",
    "language_of",
    "near_digests",
    "normalise",
    "read_text",
    "says_done",
    "says_not_done",
    "text_digest",
    "urgency_of",
    "vocabulary",
]
