"""What citizens do reaches the city, signed and as Mastodon would send it."""

from __future__ import annotations

from typing import Any

from tests.town.conftest import City, eventually
from town.fediverse.documents import PUBLIC
from town.fediverse.signatures import verify
from town.town import Town


def first(city: City, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = eventually(lambda: city.activities(kind))[0]
    return found


def test_a_mention_arrives_signed_by_its_author(town: Town, city: City) -> None:
    town.speak("sari", "tolong @dinas-pu ini lubang")
    request, told = eventually(lambda: city.received)[0]
    key_id = verify("POST", request.target, request.headers, request.body, lambda _: town.keys.public_pem("sari"))
    assert key_id == f"{told['actor']}#main-key" == f"{town.settings.base}/users/sari#main-key"
    assert told["type"] == "Create"


def test_a_public_mention_is_written_as_mastodon_does(town: Town, city: City) -> None:
    town.speak("sari", "tolong @dinas-pu <b>ini</b>")
    note = first(city, "Create")["object"]
    assert note["to"] == [PUBLIC]
    assert note["cc"] == [f"{town.settings.base}/users/sari/followers", city.agency]
    assert f'<a href="{city.agency}" class="u-url mention">@<span>dinas-pu</span></a>' in note["content"]
    assert "&lt;b&gt;ini" in note["content"]


def test_a_direct_message_goes_to_the_agency_alone(town: Town, city: City) -> None:
    town.speak("sari", "jangan disebar ya", audience="direct")
    told = first(city, "Create")
    assert (told["to"], told["cc"]) == ([city.agency], [])


def test_a_reply_names_the_post_above_and_the_agency(town: Town, city: City) -> None:
    post = town.speak("sari", "tolong @dinas-pu ini lubang")
    town.speak("dadang", "betul itu", in_reply_to=post.uri)
    notes = eventually(lambda: city.activities("Create")[1:] and city.activities("Create"))
    [note] = [told["object"] for told in notes if told["object"].get("inReplyTo")]
    assert note["inReplyTo"] == post.uri
    assert {tag["href"] for tag in note["tag"]} == {city.agency, f"{town.settings.base}/users/sari"}
    assert "@<span>dinas-pu</span>" in note["content"]


def test_a_reply_reaches_nobody_whom_the_post_did_not_reach(town: Town) -> None:
    post = town.speak("sari", "jangan disebar ya", audience="direct")
    assert town.speak("sari", "satu lagi", audience="public", in_reply_to=post.uri).audience == "direct"


def test_an_edit_is_sent_as_update(town: Town, city: City) -> None:
    post = town.speak("sari", "tolong @dinas-pu ini lubang")
    town.fediverse.edit(post, "tolong @dinas-pu ini lobang besar")
    told = first(city, "Update")
    assert told["object"]["id"] == post.uri
    assert told["object"]["updated"]
    assert "lobang besar" in told["object"]["content"]


def test_a_post_that_is_taken_back_is_sent_as_delete(town: Town, city: City) -> None:
    post = town.speak("sari", "tolong @dinas-pu ini lubang")
    town.fediverse.remove(post)
    told = first(city, "Delete")
    assert (told["object"]["id"], told["to"]) == (post.uri, [PUBLIC])


def test_a_like_is_taken_back_by_the_same_id(town: Town, city: City) -> None:
    city.send(f"{town.settings.base}/inbox", city.note("<p>kabar</p>", [PUBLIC]))
    post = town.find(f"{city.base}/notes/1")
    assert post is not None
    assert town.fediverse.react("like", "sari", post)
    assert not town.fediverse.react("like", "sari", post)
    assert town.fediverse.withdraw("like", "sari", post)
    undone = first(city, "Undo")["object"]
    assert undone == {name: value for name, value in first(city, "Like").items() if name != "@context"}


def test_follow_and_unfollow(town: Town, city: City) -> None:
    agency = town.fediverse.agencies["dinas-pu"]
    town.fediverse.follow("sari", agency)
    town.fediverse.unfollow("sari", agency)
    assert first(city, "Follow")["object"] == city.agency
    assert first(city, "Undo")["object"]["id"] == first(city, "Follow")["id"]


def test_deliveries_of_one_author_keep_their_order(town: Town, city: City) -> None:
    for number in range(5):
        town.speak("sari", f"@dinas-pu nomor {number}")
    arrived = eventually(lambda: len(city.received) == 5 and city.activities())
    assert [told["object"]["id"] for told in arrived] == sorted(told["object"]["id"] for told in arrived)
