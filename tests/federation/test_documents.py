"""The documents that other servers read."""

from datetime import UTC, datetime

import pytest

from tanggap.channels.contract import Audience
from tanggap.federation import documents
from tests.federation.neighbours import ACTOR, OFFICE, PUBLIC

AT = datetime(2026, 9, 21, 14, 0, 5, 123456, tzinfo=UTC)
FACTS = documents.ActorFacts(
    OFFICE, "Organization", "dinas-pu", "Dinas PU", "Jalan", "https://kota.example/agencies/dinas-pu/", "PEM",
    "https://kota.example/inbox", AT,
)  # fmt: skip
SITI = documents.Mentioned(ACTOR, "siti@warga.example")


def test_an_actor_and_its_key_name_each_other():
    shown = documents.actor_document(FACTS)
    assert shown["publicKey"] == {"id": f"{OFFICE}#main-key", "owner": OFFICE, "publicKeyPem": "PEM"}
    assert shown["type"] == "Organization"
    assert shown["endpoints"]["sharedInbox"] == "https://kota.example/inbox"


def test_everything_an_actor_must_have_lies_under_its_id():
    shown = documents.actor_document(FACTS)
    for name in ("inbox", "outbox", "followers", "following"):
        assert shown[name] == f"{OFFICE}/{name}"


def test_webfinger_points_at_the_actor():
    shown = documents.webfinger("acct:dinas-pu@kota.example", OFFICE, FACTS.url)
    assert {"rel": "self", "type": "application/activity+json", "href": OFFICE} in shown["links"]


def test_nodeinfo_has_what_its_schema_requires():
    shown = documents.nodeinfo("2.1", "0.1.0", "Kota Teladan", 3, 7)
    assert set(shown) == {"version", "software", "protocols", "services", "openRegistrations", "usage", "metadata"}
    assert shown["usage"] == {"users": {"total": 3}, "localPosts": 7}


@pytest.mark.parametrize(
    ("audience", "person", "to", "cc"),
    [
        (Audience.PUBLIC, SITI, [PUBLIC, ACTOR], []),
        (Audience.UNLISTED, SITI, [ACTOR], [PUBLIC]),
        (Audience.FOLLOWERS, SITI, [ACTOR], []),
        (Audience.DIRECT, SITI, [ACTOR], []),
        (Audience.PUBLIC, None, [PUBLIC], [f"{OFFICE}/followers"]),
        (Audience.UNLISTED, None, [f"{OFFICE}/followers"], [PUBLIC]),
        (Audience.FOLLOWERS, None, [f"{OFFICE}/followers"], []),
        (Audience.DIRECT, None, [], []),
    ],
)
def test_a_note_is_addressed_to_its_readers_and_nobody_else(audience, person, to, cc):
    assert documents.addresses(audience, OFFICE, person) == (to, cc)


def test_a_note_says_its_language_whom_it_answers_and_when():
    shown = documents.note(
        documents.NoteFacts(f"{OFFICE}/n", OFFICE, "<p>Ya</p>", Audience.PUBLIC, AT, "", "id", f"{ACTOR}/1", SITI)
    )
    assert shown["contentMap"] == {"id": "<p>Ya</p>"}
    assert shown["inReplyTo"] == f"{ACTOR}/1"
    assert shown["tag"] == [{"type": "Mention", "href": ACTOR, "name": "@siti@warga.example"}]
    assert shown["published"] == "2026-09-21T14:00:05Z"


def test_an_activity_has_the_addresses_of_its_note():
    note = documents.note(documents.NoteFacts("x", OFFICE, "", Audience.PUBLIC, AT, mentioned=SITI))
    shown = documents.activity("Create", "x/activity", OFFICE, note, AT)
    assert (shown["to"], shown["cc"]) == (note["to"], note["cc"])


def test_an_accept_carries_what_it_accepts():
    shown = documents.accept("https://kota.example/a/1", OFFICE, f"{ACTOR}/follow", ACTOR)
    assert shown["object"] == {"id": f"{ACTOR}/follow", "type": "Follow", "actor": ACTOR, "object": OFFICE}
    assert shown["to"] == [ACTOR]


def test_pages_of_the_outbox_lead_on():
    page = documents.outbox_page(f"{OFFICE}/outbox", 1, [{"id": "a"}], more=True)
    assert page["next"] == f"{OFFICE}/outbox?page=2"
    assert "next" not in documents.outbox_page(f"{OFFICE}/outbox", 2, [], more=False)


def test_followers_are_only_counted():
    assert set(documents.collection("x", 5)) == {"@context", "id", "type", "totalItems"}
