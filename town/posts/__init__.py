"""Invented posts, as people write on social networks, with what they are expected to be understood as.

One file for each topic: a table for each kind, in it a list of posts for each language. `replies.toml` holds what
citizens say once the conversation has begun.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from town.citizens import places

FOLDER = Path(__file__).parent
REPLIES = "replies"
LANGUAGES = ("id", "jv", "su", "en")
# `chat` and `praise` ask for nothing; `danger` is a complaint on which somebody's life may hang; `confidential` is
# something that people would write in a direct message only; `timeline` is addressed to nobody.
KINDS = ("complaint", "question", "information", "aspiration", "praise", "chat", "danger", "confidential", "timeline")


@dataclass(frozen=True)
class Saying:
    """A post with its labels: topic, expected kind, language of most of its words."""

    topic: str
    kind: str
    language: str
    text: str

    def placed(self, chance: random.Random) -> str:
        """The text with places of the town filled in."""
        districts, streets = places()
        text = self.text
        while "{street}" in text:
            text = text.replace("{street}", chance.choice(streets), 1)
        while "{district}" in text:
            text = text.replace("{district}", chance.choice(districts), 1)
        return text


@cache
def all_sayings() -> tuple[Saying, ...]:
    """Every post of every topic."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        if path.stem != REPLIES:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
            for kind, languages in told.items():
                for language, texts in languages.items():
                    found += [Saying(path.stem, kind, language, text.strip()) for text in texts]
    return tuple(found)


@cache
def all_replies() -> dict[str, dict[str, list[str]]]:
    """What is said in a conversation: occasion, language, texts."""
    return tomllib.loads((FOLDER / f"{REPLIES}.toml").read_text(encoding="utf-8"))
