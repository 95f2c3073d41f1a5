"""What a post asks for: the rule *case or conversation* starts here. Needs no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tanggap.inbox.text.lexicon import Hit, Lexicon
from tanggap.inbox.text.negation import is_denied
from tanggap.inbox.text.words import Text, normalise

# In the order in which a tie is settled: what opens a case comes first, so that doubt never loses a request.
ASKING = ("complaint", "information", "aspiration")
KINDS = (*ASKING, "appreciation", "thanks", "chat", "unclear")
PRAISE = ("appreciation", "thanks")
# The lists by which kinds are told: one for each kind but *unclear*, and one of words that merely ask.
TABLES = (*KINDS[:-1], "request")

# A further word of a phrase makes it that much more telling.
_PER_WORD = 0.6
# A question mark is a weak sign: people also complain in questions.
_QUESTION = 0.8
# "Please" alone is no kind yet, but whoever asks nicely mostly wants something mended.
_REQUEST = 0.5
# In a long report somebody asks and wishes in passing; the trouble is what it is about.
_LONG = 30
_ASKED_IN_PASSING = 0.6
_WISHED_IN_PASSING = 0.8
# Nearly every report ends with thanks; they count as such in a short text only.
_SHORT_THANKS = 14
# "No flood, but ...": then the thanks are for something else.
_BUT_WORDS = "tapi tetapi namun cuma hanya nanging ning mung ngan tapina but however though"
_BUT = frozenset(_BUT_WORDS.split())
# Talk is believed only of a short text, or one in which nearly every word is talk.
_SHORT = 3
_TALK = 0.34


def kind_of(text: str | Text, words: Lexicon | Mapping[str, Mapping[str, Iterable[str]]]) -> str:
    """One of KINDS. `words` has the lists named in TABLES, each by language; a compiled Lexicon is faster."""
    text = normalise(text)
    return kind_by(text, (words if isinstance(words, Lexicon) else Lexicon(words)).find(text))


def kind_by(text: Text, hits: Iterable[Hit]) -> str:
    """The kind, from the phrases found. What may open a case wins wherever there is doubt."""
    if not text.length:
        return "unclear" if text.empty else "chat"
    scores = _scores(text, hits)
    asked = max(ASKING, key=lambda kind: scores[kind])
    praise = scores["appreciation"] + (scores["thanks"] if text.length <= _SHORT_THANKS else 0)
    only_talk = scores["chat"] > scores[asked] and scores["chat"] / text.length >= _TALK
    if scores[asked] > 0 and scores[asked] >= praise and not only_talk:
        return asked
    if praise > 0:
        return "appreciation" if scores["appreciation"] > 0 else "thanks"
    return "chat" if text.length <= _SHORT or only_talk else "unclear"


def _scores(text: Text, hits: Iterable[Hit]) -> dict[str, float]:
    scores = dict.fromkeys(TABLES, 0.0)
    seen: set[tuple[str, str]] = set()
    hits = list(hits)
    is_grateful = any(hit.label in PRAISE for hit in hits) and _BUT.isdisjoint(text.words)
    for label, phrase, start, end in hits:
        if (label, phrase) in seen:
            continue
        seen.add((label, phrase))
        denied = is_denied(text.words, start)
        if denied and is_grateful and label == "complaint":
            # "No flood this time, thank you": the trouble is over, and that is what the thanks are for.
            continue
        is_blame = denied and label == "appreciation"
        scores["complaint" if is_blame else label] += 1 + _PER_WORD * (end - start - 1)
    scores["complaint"] += _REQUEST * scores["request"]
    if text.asks:
        scores["information"] += _QUESTION
    if text.length > _LONG:
        scores["information"] *= _ASKED_IN_PASSING
        scores["aspiration"] *= _WISHED_IN_PASSING
    return scores
