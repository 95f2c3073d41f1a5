"""What the city sends is verified, taken once, and shown in its thread."""

from __future__ import annotations

import json
from typing import Any

from tests.town.conftest import City, eventually
from town.fediverse.documents import PUBLIC
from town.timeline import replies_to
from town.town import Town


def answer(town: Town, city: City, text: str = "<p>Kami perbaiki.</p>") -> tuple[Any, dict[str, Any], int]:
    post = town.speak("sari", "tolong @dinas-pu ini lubang")
    told = city.note(text, [PUBLIC, f"{town.settings.base}/users/sari"], post.uri)
    return post, told, city.send(f"{town.settings.base}/inbox", told)


def test_an_unsigned_activity_is_refused(town: Town, city: City, ask: Any) -> None:
    body = json.dumps(city.note("<p>palsu</p>", [PUBLIC])).encode()
    assert ask("/inbox", "POST", body=body).status == 401
    assert town.find(f"{city.base}/notes/1") is None


def test_an_activity_of_somebody_else_is_refused(town: Town, city: City) -> None:
    told = city.note("<p>palsu</p>", [PUBLIC]) | {"actor": f"{city.base}/@dinas-lain"}
    assert city.send(f"{town.settings.base}/inbox", told) == 403


def test_an_answer_stands_under_the_post_it_answers(town: Town, city: City) -> None:
    post, _, status = answer(town, city)
    (reply,) = replies_to(town.store, post.uri)
    assert status == 202
    assert (reply.text, reply.official, reply.thread) == ("Kami perbaiki.", True, post.thread)


def test_the_same_activity_twice_is_one_answer(town: Town, city: City) -> None:
    post, told, _ = answer(town, city)
    assert city.send(f"{town.settings.base}/users/sari/inbox", told) == 202
    assert len(replies_to(town.store, post.uri)) == 1


def test_an_answer_brings_no_script(town: Town, city: City) -> None:
    post, _, _ = answer(town, city, '<p onclick="x()">a<script>alert(1)</script><img src=x></p>')
    assert replies_to(town.store, post.uri)[0].html == "<p>a</p>"


def test_a_correction_changes_the_words(town: Town, city: City) -> None:
    post, told, _ = answer(town, city)
    changed = told | {"id": "u1", "type": "Update", "object": told["object"] | {"content": "<p>Ralat.</p>"}}
    assert city.send(f"{town.settings.base}/inbox", changed) == 202
    (reply,) = replies_to(town.store, post.uri)
    assert (reply.text, bool(reply.edited)) == ("Ralat.", True)


def test_a_deleted_answer_is_gone(town: Town, city: City) -> None:
    post, told, _ = answer(town, city)
    gone = {"id": "d1", "type": "Delete", "actor": city.agency, "object": told["object"]["id"]}
    assert city.send(f"{town.settings.base}/inbox", gone) == 202
    assert replies_to(town.store, post.uri) == []


def test_an_accept_makes_a_follower(town: Town, city: City, ask: Any) -> None:
    town.fediverse.follow("sari", town.fediverse.agencies["dinas-pu"])
    follow = eventually(lambda: city.activities("Follow"))[0]
    accept = {"id": "a1", "type": "Accept", "actor": city.agency, "object": follow}
    assert city.send(f"{town.settings.base}/users/sari/inbox", accept) == 202
    assert ask("/users/sari/following").json()["orderedItems"] == [city.agency]


def test_whoever_follows_a_citizen_is_accepted_and_gets_the_posts(town: Town, city: City) -> None:
    me = f"{town.settings.base}/users/sari"
    follow = {"id": f"{city.base}/f1", "type": "Follow", "actor": city.agency, "object": me}
    assert city.send(f"{me}/inbox", follow) == 202
    town.speak("sari", "kabar untuk pengikut")
    assert eventually(lambda: city.activities("Create"))[0]["object"]["content"] == "<p>kabar untuk pengikut</p>"


def test_a_changed_key_is_fetched_anew(town: Town, city: City) -> None:
    town.store.write("update remotes set key_pem = ?", town.keys.public_pem("sari"))
    assert answer(town, city)[2] == 202
