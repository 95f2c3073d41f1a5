"""Other servers find citizens, their keys and their notes."""

from __future__ import annotations

from typing import Any

from tests.town.conftest import City
from town.town import Town


def test_a_citizen_is_found_by_webfinger(town: Town, ask: Any) -> None:
    told = ask(f"/.well-known/webfinger?resource=acct:sari@{town.settings.host}").json()
    assert told["subject"] == f"acct:sari@{town.settings.host}"
    assert told["links"][0]["href"] == f"{town.settings.base}/users/sari"


def test_nobody_is_found_at_another_host(ask: Any) -> None:
    assert ask("/.well-known/webfinger?resource=acct:sari@elsewhere.example").status == 404


def test_an_actor_shows_its_key_and_its_doors(town: Town, ask: Any) -> None:
    told = ask("/users/sari", headers={"Accept": "application/activity+json"}).json()
    assert told["type"] == "Person"
    assert told["publicKey"]["owner"] == told["id"] == f"{town.settings.base}/users/sari"
    assert "BEGIN PUBLIC KEY" in told["publicKey"]["publicKeyPem"]
    assert told["endpoints"]["sharedInbox"] == f"{town.settings.base}/inbox"


def test_a_machine_says_that_it_is_one(ask: Any) -> None:
    assert ask("/users/cuaca").json()["type"] == "Service"


def test_nodeinfo_leads_to_itself(ask: Any) -> None:
    address = ask("/.well-known/nodeinfo").json()["links"][1]["href"]
    assert ask(f"/nodeinfo/{address.rpartition('/')[2]}").json()["protocols"] == ["activitypub"]


def test_a_public_note_stands_at_its_id(town: Town, city: City, ask: Any) -> None:
    post = town.speak("sari", "halo @dinas-pu jalan rusak")
    told = ask(post.uri.removeprefix(town.settings.base)).json()
    assert told["id"] == post.uri
    assert told["tag"] == [{"type": "Mention", "href": city.agency, "name": f"@dinas-pu@localhost:{city.port}"}]
    assert told["contentMap"] == {"id": told["content"]}


def test_a_direct_message_is_shown_to_nobody(town: Town, ask: Any) -> None:
    post = town.speak("sari", "rahasia ya", audience="direct")
    assert ask(post.uri.removeprefix(town.settings.base)).status == 404


def test_a_deleted_note_leaves_a_tombstone(town: Town, ask: Any) -> None:
    post = town.speak("sari", "salah ketik")
    town.fediverse.remove(post)
    answer = ask(post.uri.removeprefix(town.settings.base))
    assert (answer.status, answer.json()["type"]) == (410, "Tombstone")
