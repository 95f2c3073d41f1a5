"""Two posts that say the same are known for it."""

from __future__ import annotations

import random

from tanggap.inbox.text import near_digests, text_digest
from tests.inbox.text.conftest import POSTS_OF_A_DAY


def share(one: str, other: str) -> bool:
    return bool(set(near_digests(one)) & set(near_digests(other)))


def test_spelling_signs_and_handles_make_no_other_text() -> None:
    one = "Lampu jalan di gang melati gak nyala!!"
    assert text_digest(one) == text_digest("@dinas-pu lampu jalan di gang Melati tidak nyala https://a.example/1")


def test_another_word_makes_another_text() -> None:
    assert text_digest("lampu jalan di gang melati") != text_digest("lampu jalan di gang kenari")


def test_a_text_has_the_same_digests_in_every_process() -> None:
    assert text_digest("jalan rusak") == "ec61cf400a77a2a5"
    assert len(near_digests("jalan rusak")) == 4


def test_a_post_with_a_word_changed_is_near() -> None:
    text = POSTS_OF_A_DAY[0]
    assert share(text, text.replace("Melati", "Kenari"))


def test_other_posts_are_not_near() -> None:
    pairs = [(one, other) for at, one in enumerate(POSTS_OF_A_DAY) for other in POSTS_OF_A_DAY[at + 1 :]]
    assert not any(share(one, other) for one, other in pairs)


def test_near_duplicates_are_nearly_always_found() -> None:
    draw = random.Random(7)
    words = [f"kata{number}" for number in range(2_000)]
    hits = 0
    for _ in range(300):
        text = draw.choices(words, k=40)
        changed = list(text)
        changed[draw.randrange(40)] = "lain"
        hits += share(" ".join(text), " ".join(changed))
    assert hits >= 285


def test_texts_without_words_have_digests_too() -> None:
    assert text_digest("") == text_digest("🙏")
    assert near_digests("") == near_digests("🙏")
