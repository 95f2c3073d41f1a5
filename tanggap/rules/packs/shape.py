"""What a rule pack holds. Needs no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

# What a post can ask for. Each has deadlines, also the kinds that seldom become a case.
KINDS = ("complaint", "aspiration", "information", "whistleblowing", "appreciation", "unclear")
# Lists of words without which posts cannot be understood; a file may hold more.
NEEDED_WORDS = ("danger", "opt_out", "thanks", "done", "not_done", "complaint", "information", "aspiration")
_CASE = frozenset({"tracking_id", "agency", "deadline"})
# Texts that citizens get, with the values that each may name.
TEXTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "acknowledgement": _CASE | {"case_url", "receipt_url"},
        "acknowledgement_sealed": _CASE | {"own_url"},
        "danger": frozenset({"emergency"}),
        "danger_told": frozenset(),
        "automatic": frozenset(),
        "set_aside": frozenset({"tracking_id", "agency", "reason"}),
        "set_aside_not_ours": frozenset(),
        "set_aside_duplicate": frozenset(),
        "set_aside_no_request": frozenset(),
        "closed": frozenset({"tracking_id", "agency", "outcome"}),
        "closed_done": frozenset(),
        "closed_silent": frozenset(),
        "closed_out_of_scope": frozenset(),
        "closed_withdrawn": frozenset(),
        "more": frozenset({"case_url"}),
        "confirm_address_subject": frozenset({"government"}),
        "confirm_address": frozenset({"government", "url"}),
        "news_subject": frozenset({"government"}),
        "news": frozenset({"government", "stop_url"}),
    }
)


class Status(StrEnum):
    """How well a rule is known: its text was read, others report it, or it is what is done."""

    OFFICIAL = "official"
    SECONDARY = "secondary"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Fact:
    """One rule, with where it stands. `says` is by language."""

    id: str
    says: Mapping[str, str]
    source: str
    status: Status
    effective: date | None = None

    def text(self, language: str) -> str:
        """The rule in a language, or in the first one that the pack has."""
        return self.says.get(language) or next(iter(self.says.values()))


@dataclass(frozen=True, slots=True)
class Term:
    """So many working days, and the rule that says so."""

    working_days: int
    rule: Fact


@dataclass(frozen=True, slots=True)
class KindRule:
    """Until when the first answer, and until when the result."""

    answer: Term
    result: Term


@dataclass(frozen=True, slots=True)
class CalendarRule:
    """Which days are free: the weekend (Monday is 0) and the public holidays of a country."""

    country: str
    subdivision: str
    categories: tuple[str, ...]
    weekend: frozenset[int]
    # The holiday library's name of each language, where it has one.
    languages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one country."""

    code: str
    name: str
    version: str
    effective: date
    default_language: str
    emergency_number: str
    calendar: CalendarRule
    facts: Mapping[str, Fact]
    deadline_rules: Mapping[str, KindRule]
    # How long a citizen may stay silent after an answer before their report is closed without their word.
    silence: Term
    # By list and language: the words by which posts are understood.
    vocabulary: Mapping[str, Mapping[str, tuple[str, ...]]]
    texts: Mapping[str, Mapping[str, str]]
    # What every text may name besides the values given.
    defaults: Mapping[str, str] = field(default_factory=dict)

    @property
    def danger_words(self) -> Mapping[str, tuple[str, ...]]:
        """By language: somebody's life or body may be at risk now."""
        return self.vocabulary["danger"]

    @property
    def opt_out_words(self) -> Mapping[str, tuple[str, ...]]:
        """By language: no more automatic messages."""
        return self.vocabulary["opt_out"]

    @property
    def thanks_words(self) -> Mapping[str, tuple[str, ...]]:
        """By language: a thank-you opens no case."""
        return self.vocabulary["thanks"]

    def words(self, language: str, key: str, **values: object) -> str:
        """A text for citizens, in their language where the pack has it. Values that it does not name are ignored."""
        texts = self.texts.get(language) or self.texts[self.default_language]
        return texts[key].format_map({**self.defaults, **values})

    def rule_name(self, fact: Fact) -> str:
        """How a case keeps the rule it came under: `id/2026.1/first-answer`, good also after the pack has changed."""
        return f"{self.code}/{self.version}/{fact.id}"

    def fact_of(self, rule_name: str) -> Fact | None:
        """The fact that a kept rule name means, as today's pack states it."""
        return self.facts.get(rule_name.rpartition("/")[2])
