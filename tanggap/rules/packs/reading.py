"""Reads a rule pack from TOML and says exactly what is wrong with it. Needs no Django."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from tanggap.rules.errors import BadPack
from tanggap.rules.packs.shape import KINDS, NEEDED_WORDS, TEXTS, CalendarRule, Fact, KindRule, Pack, Status, Term

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_pack(path: Path) -> Pack:
    """The pack in a TOML file. Raises BadPack with one line that names the file and the place in it."""
    pack = _Reader(path.name, _content(path))
    words = path.parent / Path(pack.text(pack.content, "", "words")).name
    return pack.read(_Reader(words.name, _content(words)))


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadPack(f"{path.name}: cannot be read: {error}") from error


class _Reader:
    """One file being read; every complaint names it."""

    def __init__(self, file: str, content: dict[str, Any]) -> None:
        self.file, self.content = file, content

    def read(self, words: _Reader) -> Pack:
        default = self.text(self.content, "", "default_language")
        facts, texts = self.facts(), self.texts(default)
        return Pack(
            code=self.text(self.content, "", "code"),
            name=self.text(self.content, "", "name"),
            version=self.text(self.content, "", "version"),
            effective=self.day(self.content, "", "effective"),
            default_language=default,
            emergency_number=self.text(self.content, "", "emergency_number"),
            calendar=self.calendar(),
            facts=facts,
            deadline_rules=self.deadlines(facts),
            silence=self.term(self.table(self.content, "", "silence"), "silence", facts),
            vocabulary=words.word_lists(set(texts)),
            texts=texts,
        )

    def facts(self) -> dict[str, Fact]:
        facts: dict[str, Fact] = {}
        for name, given in self.table(self.content, "", "facts").items():
            at = f"facts.{name}"
            status = self.text(given, at, "status")
            if status not in set(Status):
                self.refuse(f"{at}.status", f"must be one of {', '.join(Status)}, not {status!r}")
            says = self.table(given, at, "says")
            effective = self.day(given, at, "effective") if "effective" in given else None
            facts[name] = Fact(name, says, self.text(given, at, "source"), Status(status), effective)
        return facts

    def deadlines(self, facts: Mapping[str, Fact]) -> dict[str, KindRule]:
        given = self.table(self.content, "", "deadlines")
        for kind in set(given) - set(KINDS):
            self.refuse(f"deadlines.{kind}", f"is no kind of report; there are {', '.join(KINDS)}")
        rules = {}
        for kind in KINDS:
            at = f"deadlines.{kind}"
            terms = self.table(given, "deadlines", kind)
            rules[kind] = KindRule(
                *(self.term(self.table(terms, at, t), f"{at}.{t}", facts) for t in ("answer", "result"))
            )
            if rules[kind].answer.working_days > rules[kind].result.working_days:
                self.refuse(at, "the answer is due after the result")
        return rules

    def term(self, given: Mapping[str, Any], at: str, facts: Mapping[str, Fact]) -> Term:
        days, fact = given.get("working_days"), self.text(given, at, "rule")
        if not isinstance(days, int) or not 1 <= days <= 365:
            self.refuse(f"{at}.working_days", f"must be a whole number from 1 to 365, not {days!r}")
        if fact not in facts:
            self.refuse(f"{at}.rule", f"names {fact!r}, which is none of the pack's facts")
        return Term(days, facts[fact])

    def calendar(self) -> CalendarRule:
        given = self.table(self.content, "", "calendar")
        weekend = given.get("weekend")
        if not isinstance(weekend, list) or not set(weekend) < set(WEEKDAYS):
            self.refuse("calendar.weekend", f"must be a list of some of {', '.join(WEEKDAYS)}")
        return CalendarRule(
            country=str(given.get("country", "")),
            subdivision=str(given.get("subdivision", "")),
            categories=tuple(given.get("categories", ["public"])),
            weekend=frozenset(WEEKDAYS.index(day) for day in weekend),
            languages=dict(given.get("languages", {})),
        )

    def word_lists(self, languages: set[str]) -> dict[str, Mapping[str, tuple[str, ...]]]:
        lists = {
            name: self.words(name, given, languages) for name, given in self.content.items() if isinstance(given, dict)
        }
        for name in NEEDED_WORDS:
            if not lists.get(name):
                self.refuse(name, f"is missing, or has nothing in {', '.join(sorted(languages))}")
        return lists

    def words(self, name: str, given: Mapping[str, Any], languages: set[str]) -> Mapping[str, tuple[str, ...]]:
        for language, words in given.items():
            if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
                self.refuse(f"{name}.{language}", "must be a list of words")
        return {language: tuple(words) for language, words in given.items() if language in languages}

    def texts(self, default: str) -> dict[str, Mapping[str, str]]:
        given = self.table(self.content, "", "texts")
        if default not in given:
            self.refuse("texts", f"has nothing in the default language {default!r}")
        return {language: self.texts_of(language, self.table(given, "texts", language)) for language in given}

    def texts_of(self, language: str, given: Mapping[str, Any]) -> dict[str, str]:
        for key in set(given) - set(TEXTS):
            self.refuse(f"texts.{language}.{key}", f"is no text; there are {', '.join(TEXTS)}")
        return {key: self.one_text(given, f"texts.{language}", key) for key in TEXTS}

    def one_text(self, given: Mapping[str, Any], at: str, key: str) -> str:
        text = self.text(given, at, key).strip()
        try:
            named = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
        except ValueError as error:
            self.refuse(f"{at}.{key}", f"has a brace too many: {error}")
        for field in named - TEXTS[key]:
            self.refuse(f"{at}.{key}", f"names {{{field}}}; it may name {', '.join(sorted(TEXTS[key])) or 'nothing'}")
        return text

    def table(self, given: Mapping[str, Any], at: str, key: str) -> dict[str, Any]:
        value = given.get(key)
        if not isinstance(value, dict) or not value:
            self.refuse(f"{at}.{key}".lstrip("."), "is missing, or is no table")
        return value

    def text(self, given: Mapping[str, Any], at: str, key: str) -> str:
        value = given.get(key)
        if not isinstance(value, str) or not value.strip():
            self.refuse(f"{at}.{key}".lstrip("."), "is missing, or is no text")
        return value

    def day(self, given: Mapping[str, Any], at: str, key: str) -> date:
        value = given.get(key)
        if type(value) is not date:
            self.refuse(f"{at}.{key}".lstrip("."), "is missing, or is no date such as 2026-01-01")
        return value

    def refuse(self, at: str, why: str) -> NoReturn:
        raise BadPack(f"{self.file}: {at}: {why}")
