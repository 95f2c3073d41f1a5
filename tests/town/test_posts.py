"""The invented posts: enough, labelled, and made for a town that does not exist."""

from __future__ import annotations

import random
from collections import Counter

from town.citizens import all_citizens, people
from town.posts import KINDS, LANGUAGES, all_replies, all_sayings


def test_there_are_at_least_two_hundred_and_none_twice() -> None:
    texts = [one.text for one in all_sayings()]
    assert len(texts) == len(set(texts)) >= 200


def test_every_label_is_known() -> None:
    assert {one.kind for one in all_sayings()} == set(KINDS)
    assert {one.language for one in all_sayings()} == set(LANGUAGES)


def test_every_language_complains_asks_and_thanks() -> None:
    counted = Counter((one.language, one.kind) for one in all_sayings())
    assert all(counted[language, kind] >= 3 for language in LANGUAGES for kind in ("complaint", "question", "praise"))


def test_no_post_is_empty_too_long_or_names_an_account() -> None:
    assert [one for one in all_sayings() if not 10 <= len(one.text) <= 400 or "@" in one.text] == []


def test_places_are_filled_in() -> None:
    chance = random.Random(1)
    assert [one for one in all_sayings() if "{" in one.placed(chance) or "}" in one.placed(chance)] == []


def test_every_occasion_has_words_in_every_language() -> None:
    assert set(all_replies()) == {"confirm", "dispute", "received", "metoo", "news"}
    assert all(all_replies()[occasion][language] for occasion in all_replies() for language in LANGUAGES)


def test_forty_people_write_in_every_language() -> None:
    assert len(people()) >= 40
    assert {language for citizen in people() for language in citizen.languages} == set(LANGUAGES)
    assert len(all_citizens()) == len({citizen.name for citizen in all_citizens().values()})
