"""Citizens who act by themselves, and know when to keep quiet."""

from __future__ import annotations

import random
import threading
import time
from typing import Any

import pytest

from tests.town.conftest import City, eventually
from town.agenda import ANSWERED, Agenda, is_automatic
from town.fediverse.documents import PUBLIC
from town.life import Life
from town.timeline import Post, latest_posts, replies_to
from town.town import Town

RECEIPT = "Laporan Anda sudah kami terima, nomornya 7Q2M-4K9X. Ini tanda terima otomatis."


def lively(town: Town) -> Life:
    return Life(600, town.store, town.fediverse, town.page, town.courier.waiting)


def answered(town: Town, city: City, visitor: bool) -> Post:
    post = town.fediverse.write("sari", "tolong @dinas-pu", visitor=visitor)
    city.send(f"{town.settings.base}/inbox", city.note("<p>Sudah selesai.</p>", [PUBLIC], post.uri))
    return replies_to(town.store, post.uri)[0]


def test_a_receipt_is_no_answer() -> None:
    assert is_automatic(RECEIPT)
    assert not is_automatic("Lubangnya sudah kami tutup, nomor 7Q2M-4K9X.")


def test_the_first_post_is_a_complaint_and_comes_at_once(town: Town, city: City) -> None:
    stop = threading.Event()
    threading.Thread(target=lively(town).run, args=(stop,), daemon=True).start()
    told = eventually(lambda: city.activities("Create"), 10)[0]
    stop.set()
    assert told["object"]["tag"][0]["href"] == city.agency
    assert told["object"]["contentMap"].keys() == {"id"}


def test_without_a_pace_everybody_keeps_quiet(town: Town) -> None:
    town.life.run(threading.Event())
    assert [post for post in latest_posts(town.store, 9) if not post.official] == []


def test_nobody_writes_in_the_name_that_a_visitor_uses(town: Town, city: City) -> None:
    town.fediverse.write("lina", "tolong @dinas-pu", visitor=True)
    life = lively(town)
    assert {life._somebody("id").handle for _ in range(300)}.isdisjoint({"sari", "lina"})


def test_the_author_says_whether_it_is_done(town: Town, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANSWERED, "", 0.0)
    reply, life = answered(town, city, visitor=False), lively(town)
    life.hear(reply)
    town.store.write("update agenda set at = 0")
    life.agenda.act_on_time()
    (said,) = replies_to(town.store, reply.uri)
    assert said.author == "sari"
    assert said.text.startswith("@dinas-pu ")


def test_what_a_visitor_began_is_left_to_the_visitor(town: Town, city: City) -> None:
    lively(town).hear(answered(town, city, visitor=True))
    assert town.store.value("select count(*) from agenda") == 0


def test_people_comment_on_what_the_city_publishes(town: Town, city: City) -> None:
    city.send(f"{town.settings.base}/inbox", city.note("<p>Jembatan ditutup.</p>", [PUBLIC]))
    post: Any = town.find(f"{city.base}/notes/1")
    lively(town).hear(post)
    assert {row["act"] for row in town.store.rows("select act from agenda")} == {"news"}


def test_plans_do_not_pile_up(town: Town) -> None:
    agenda = Agenda(town.store, random.Random(1), lambda *_: None)
    for _ in range(400):
        agenda.plan(60, "news", "sari x")
    assert town.store.value("select count(*) from agenda") == 300


def test_old_posts_are_forgotten(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("town.store.MOST_POSTS", 3)
    for number in range(6):
        town.fediverse.write("sari", f"kabar {number}")
    town.store.tidy()
    assert [post.text for post in latest_posts(town.store, 9)] == ["kabar 5", "kabar 4", "kabar 3"]


def test_words_wait_for_a_city_that_is_away(town: Town, city: City) -> None:
    city.server.stop()
    try:
        town.outside.close()
        post = town.speak("sari", "tolong @dinas-pu")
        time.sleep(0.3)
        assert town.courier.waiting(post.uri) == 1
    finally:
        city.server = type(city.server)(city.port, city.routes)
        city.server.start()
    eventually(lambda: city.activities("Create"))
