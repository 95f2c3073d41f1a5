"""What a reply says about the work: done, not done, or that we should stop writing. Needs no Django."""

from __future__ import annotations

from collections.abc import Iterable

from tanggap.inbox.text.lexicon import Hit, Lexicon, Listed
from tanggap.inbox.text.negation import is_denied
from tanggap.inbox.text.words import Text, normalise

# "stop" alone means us; in a longer text it may be a bus's. A whole phrase may have a few words around it.
_BARE = 2
_AROUND = 12
# A report is no confirmation, however often it says "selesai".
_CONFIRMATION = 40
_NOT_YET_WORDS = "belum durung dereng acan can yet kapan iraha kalau nek lamun semoga if when"
_NOT_YET = frozenset(_NOT_YET_WORDS.split())
# "Not yet" and nothing else is the whole answer.
_NOT_YET_ALONE = frozenset({"belum", "durung", "dereng", "acan"})


def is_opt_out(text: str | Text, opt_out_words: Listed) -> bool:
    """Whether a reply asks for no more automatic messages."""
    text = normalise(text)
    return opts_out_by(text, Lexicon({"opt_out": opt_out_words}).find(text))


def says_not_done(text: str | Text, not_done_words: Listed) -> bool:
    """Whether an author says that what was promised or reported is not so."""
    return bool(Lexicon({"not_done": not_done_words}).find(text))


def says_done(text: str | Text, done_words: Listed, not_done_words: Listed) -> bool:
    """Whether an author confirms in so many words. In doubt no: neither silence nor doubt is satisfaction."""
    text = normalise(text)
    lexicon = Lexicon({"done": done_words, "not_done": not_done_words})
    return says_by(text, lexicon.find(text)) == "done"


def opts_out_by(text: Text, hits: Iterable[Hit]) -> bool:
    """The same as `is_opt_out`, from the phrases of the list `opt_out` found."""
    longest = max((hit.end - hit.start for hit in hits if hit.label == "opt_out"), default=0)
    return text.length <= (_AROUND if longest > 1 else _BARE) and longest > 0


def says_by(text: Text, hits: Iterable[Hit]) -> str:
    """`not_done`, `done` or nothing, from the phrases of those lists found. *Not done* wins."""
    hits = [hit for hit in hits if hit.label in ("done", "not_done")]
    if any(hit.label == "not_done" for hit in hits):
        return "not_done"
    if text.length <= _BARE and _NOT_YET_ALONE & set(text.words):
        return "not_done"
    if text.length > _CONFIRMATION or text.asks:
        return ""
    return "done" if hits and not any(_denied(text, hit.start) for hit in hits) else ""


def _denied(text: Text, at: int) -> bool:
    return is_denied(text.words, at) or (at > 0 and text.words[at - 1] in _NOT_YET)
