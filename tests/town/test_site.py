"""The town's page: what everybody sees, and the forms in which a visitor speaks as a citizen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.town.conftest import City, eventually
from town.fediverse.documents import PUBLIC
from town.site.mail import read_letters
from town.site.words import LANGUAGES, WORDS
from town.town import Town

PAGES = ("/", "/page/", "/messages/", "/mail/", "/people/", "/@sari")
LETTERS = b"""Content-Type: text/plain; charset="utf-8"
Subject: Ada kabar untuk laporan Anda
From: kota@kota-teladan.example
To: sari@surel.example
Date: Mon, 09 Feb 2026 00:00:00 -0000

Buka http://localhost:8000/s/abc
-------------------------------------------------------------------------------
Subject: Kedua
To: dadang@surel.example

Halo
-------------------------------------------------------------------------------
"""


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_both_languages(ask: Any, path: str) -> None:
    for language in LANGUAGES:
        answer = ask(path, headers={"Accept-Language": language})
        assert answer.status == 200
        assert f'<html lang="{language}">' in answer.data.decode()


def test_every_sentence_is_there_in_both_languages() -> None:
    assert [name for name, said in WORDS.items() if not all(said) or len(said) != len(LANGUAGES)] == []


def test_an_unknown_page_says_so(ask: Any) -> None:
    answer = ask("/apa-ini")
    assert (answer.status, "Tidak ada apa-apa di sini" in answer.data.decode()) == (404, True)


def test_a_visitor_posts_as_a_citizen(town: Town, city: City, ask: Any) -> None:
    answer = ask("/as/dadang", "POST", form={"text": "tolong @dinas-pu", "audience": "unlisted"})
    assert answer.status == 303
    told = eventually(lambda: city.activities("Create"))[0]
    assert (told["actor"], told["cc"][0]) == (f"{town.settings.base}/users/dadang", PUBLIC)
    assert "tolong" in ask(answer.headers["Location"].partition("#")[0]).data.decode()


def test_a_program_gets_the_id_of_its_note(town: Town, ask: Any) -> None:
    answer = ask("/as/sari", "POST", json={"text": "halo @dinas-pu"})
    assert answer.status == 201
    assert town.find(answer.json()["id"]).text == "halo @dinas-pu"  # type: ignore[union-attr]


def test_a_refused_form_says_why_and_keeps_the_words(ask: Any) -> None:
    words = "kata " * 500
    answer = ask("/as/sari", "POST", form={"text": words, "audience": "followers"})
    shown = answer.data.decode()
    assert answer.status == 422
    assert "Terlalu panjang" in shown
    assert words in shown
    assert '<option value="followers" selected>' in shown


def test_words_are_not_taken_for_html(town: Town, ask: Any) -> None:
    town.speak("sari", "<script>alert(1)</script>")
    assert "<script>alert" not in ask("/").data.decode()


def test_a_thread_shows_the_government(town: Town, city: City, ask: Any) -> None:
    post = town.speak("sari", "tolong @dinas-pu")
    city.send(f"{town.settings.base}/inbox", city.note("<p>Kami perbaiki.</p>", [PUBLIC], post.uri))
    shown = ask(f"/thread/{post.number}").data.decode()
    assert "Kami perbaiki." in shown
    assert "akun kota" in shown


def test_a_direct_message_is_on_no_timeline(town: Town, ask: Any) -> None:
    town.speak("sari", "jangan disebar ya", audience="direct")
    assert "jangan disebar" not in ask("/").data.decode()
    assert "jangan disebar" in ask("/messages/?as=sari").data.decode()
    assert "jangan disebar" not in ask("/messages/?as=dadang").data.decode()


def test_a_comment_is_shown_on_the_page(town: Town, ask: Any) -> None:
    town.speak("sari", "lampu mati min", network="page")
    assert "lampu mati min" in ask("/page/").data.decode()


def test_the_timeline_for_programs_tells_what_the_government_said(town: Town, city: City, ask: Any) -> None:
    post = town.speak("sari", "tolong @dinas-pu")
    told = city.note("<p>Nomornya 7Q2M-4K9X. Tanda terima otomatis.</p>", [PUBLIC], post.uri)
    city.send(f"{town.settings.base}/inbox", told)
    (found,) = ask(f"/timeline.json?id={post.uri}").json()["posts"]
    assert found["author"]["id"] == "sari"
    assert found["government"][0] | {"id": ""} == {"id": "", "text": "Nomornya 7Q2M-4K9X. Tanda terima otomatis.", "automatic": True}  # fmt: skip  # noqa: E501


def test_likes_and_deletion_by_form(town: Town, ask: Any) -> None:
    post = town.speak("sari", "kabar")
    assert ask("/as/dadang/like", "POST", json={"id": post.uri}).json()["likes"] == 1
    assert ask("/as/dadang/remove", "POST", json={"id": post.uri}).status == 409
    assert ask("/as/sari/remove", "POST", json={"id": post.uri}).json()["deleted"]


def test_letters_are_read_from_a_folder(town: Town, ask: Any, tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "1.log").write_bytes(LETTERS)
    assert {letter.to for letter in read_letters(tmp_path / "mail")} == {"sari@surel.example", "dadang@surel.example"}
    assert '<a href="http://localhost:8000/s/abc">' in ask("/mail/").data.decode()


def test_a_choice_is_remembered(ask: Any) -> None:
    assert "as=euis" in ask("/?as=euis").headers["Set-Cookie"]
    assert "Teh Euis" in ask("/", headers={"Cookie": "as=euis"}).data.decode()
