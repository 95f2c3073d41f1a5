"""What other servers find at our addresses."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection

from tanggap.federation.queries import publications_of
from tests.federation.neighbours import OFFICE, OURS

pytestmark = pytest.mark.django_db
STREAMS = {"HTTP_ACCEPT": "application/activity+json, application/ld+json", "HTTP_HOST": OURS}
PAGE = {"HTTP_ACCEPT": "text/html,application/xhtml+xml,*/*;q=0.8", "HTTP_HOST": OURS}


def read(client, path, **asked):
    response = client.get(path, **(asked or STREAMS))
    assert response.status_code == 200, response.content
    return orjson.loads(response.content)


def test_an_agency_is_an_organization_with_its_key(client, agency):
    shown = read(client, "/@dinas-pu")
    assert (shown["id"], shown["type"], shown["name"]) == (OFFICE, "Organization", "Dinas Pekerjaan Umum")
    assert shown["publicKey"]["publicKeyPem"] == agency.signing_keys.get().public_pem


def test_a_browser_is_led_to_the_agency_s_page(client, agency):
    response = client.get("/@dinas-pu", **PAGE)
    assert (response.status_code, response["Location"]) == (302, f"https://{OURS}/agencies/dinas-pu/")
    assert "Accept" in response["Vary"]


def test_handles_are_found_whatever_their_capitals(client, agency):
    assert read(client, "/@Dinas-PU")["id"] == OFFICE


def test_an_unknown_account_is_404_and_a_retired_one_410(client, agency):
    assert client.get("/@tidak-ada", **STREAMS).status_code == 404
    agency.accounts.update(state="retired")
    gone = client.get("/@dinas-pu", **STREAMS)
    assert (gone.status_code, orjson.loads(gone.content)["type"]) == (410, "Tombstone")


def test_an_agency_on_another_host_is_not_found(client, agency):
    assert client.get("/@dinas-pu", HTTP_ACCEPT=STREAMS["HTTP_ACCEPT"], HTTP_HOST="other.example").status_code == 404


def test_the_installation_has_an_actor_of_its_own(client, agency):
    from tanggap.federation.actions import open_instance

    assert client.get("/actor", **STREAMS).status_code == 404
    open_instance()
    shown = read(client, "/actor")
    assert (shown["id"], shown["type"]) == (f"https://{OURS}/actor", "Application")
    for part in ("outbox", "followers", "following"):
        assert read(client, f"/actor/{part}")["totalItems"] == 0


@pytest.mark.parametrize(
    "resource",
    ["acct:dinas-pu@kota.example", "acct:@dinas-pu@kota.example", "ACCT:Dinas-PU@KOTA.example", OFFICE],
)
def test_webfinger_finds_an_agency(client, agency, resource):
    shown = read(client, "/.well-known/webfinger?resource=" + resource)
    assert shown["subject"] == "acct:dinas-pu@kota.example"
    assert OFFICE in [link["href"] for link in shown["links"]]


def test_webfinger_finds_the_installation_s_own_actor(client, agency):
    from tanggap.federation.actions import open_instance

    open_instance()
    shown = read(client, "/.well-known/webfinger?resource=acct:instance.actor@kota.example")
    assert f"https://{OURS}/actor" in shown["aliases"]


def test_webfinger_shows_only_the_links_asked_for(client, agency):
    shown = read(client, "/.well-known/webfinger?resource=acct:dinas-pu@kota.example&rel=self")
    assert [link["rel"] for link in shown["links"]] == ["self"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?resource=", 400),
        ("?resource=" + "x" * 3000, 400),
        ("?resource=%00", 400),
        ("?resource=acct:tidak-ada@kota.example", 404),
        ("?resource=acct:dinas-pu@other.example", 404),
        ("?resource=acct:", 404),
        ("?resource=https://other.example/@dinas-pu", 404),
        ("?resource=ftp://kota.example/@dinas-pu", 404),
        ("?resource=%F0%9F%92%A9", 404),
    ],
)
def test_webfinger_says_what_is_wrong_with_a_question(client, agency, query, status):
    assert client.get("/.well-known/webfinger" + query, HTTP_HOST=OURS).status_code == status


def test_webfinger_may_be_read_by_a_page_from_anywhere(client, agency):
    response = client.get("/.well-known/webfinger?resource=acct:dinas-pu@kota.example", HTTP_HOST=OURS)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Content-Type"].startswith("application/jrd+json")


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_nodeinfo_leads_to_its_documents(client, agency, version):
    links = read(client, "/.well-known/nodeinfo")["links"]
    [href] = [link["href"] for link in links if link["rel"].endswith(version)]
    shown = read(client, href.removeprefix(f"https://{OURS}"))
    assert (shown["version"], shown["software"]["name"], shown["usage"]["users"]["total"]) == (version, "tanggap", 1)


def test_followers_are_counted_and_not_named(client, agency):
    from tanggap.channels.actions import add_follower
    from tanggap.people.actions import KnownAuthor, know_identities, mark_identity_gone

    [identity] = know_identities([KnownAuthor("activitypub", "https://warga.example/users/siti")]).values()
    add_follower(agency.accounts.get(), identity)
    shown = read(client, "/@dinas-pu/followers")
    assert shown["totalItems"] == 1
    assert "siti" not in str(shown)
    assert read(client, "/@dinas-pu/following")["totalItems"] == 0
    mark_identity_gone("activitypub", identity.remote_id)
    assert read(client, "/@dinas-pu/followers")["totalItems"] == 0


@pytest.fixture
def say(agency):
    """A message that the agency has signed."""
    from tanggap.base.clock import now
    from tanggap.outbox.models import Message, MessageKind

    def sign(text, kind=MessageKind.PUBLICATION, audience="public", **more):
        said = {"kind": kind, "network": "activitypub", "text": text, "audience": audience, "language": "id"}
        return Message.objects.create(**said, agency=agency, account=agency.accounts.get(), signed_at=now(), **more)

    return sign


def test_a_publication_is_a_note_under_its_id(client, say):
    message = say("Jalan Merdeka ditutup.\n\nSampai Jumat.")
    shown = read(client, f"/notes/{message.public_id}")
    assert shown["id"] == f"https://{OURS}/notes/{message.public_id}"
    assert shown["content"] == "<p>Jalan Merdeka ditutup.</p><p>Sampai Jumat.</p>"
    assert (shown["attributedTo"], shown["cc"]) == (OFFICE, [f"{OFFICE}/followers"])
    created = read(client, f"/notes/{message.public_id}/activity")
    assert (created["type"], created["object"]["id"]) == ("Create", shown["id"])


def test_what_is_not_for_everybody_is_not_found(client, say):
    from tanggap.outbox.models import MessageKind

    for message in (say("x", audience="direct"), say("x", MessageKind.PROTOCOL), say("x", audience="followers")):
        assert client.get(f"/notes/{message.public_id}", **STREAMS).status_code == 404
    assert client.get("/notes/tidakada", **STREAMS).status_code == 404


def test_a_corrected_note_shows_its_newest_words_under_the_first_id(client, say):
    from tanggap.outbox.models import MessageKind

    first = say("Sampai Jumat", MessageKind.ANSWER)
    second = say("Sampai Sabtu", MessageKind.CORRECTION, corrects=first)
    shown = read(client, f"/notes/{first.public_id}")
    assert (shown["content"], "updated" in shown) == ("<p>Sampai Sabtu</p>", True)
    assert client.get(f"/notes/{second.public_id}", **STREAMS)["Location"].endswith(first.public_id)
    assert read(client, f"/notes/{second.public_id}/activity")["type"] == "Update"


def test_the_outbox_lists_publications_newest_first_and_no_answers(client, say):
    from tanggap.outbox.models import MessageKind

    for number in range(21):
        say(f"Kabar {number}")
    say("Jawaban", MessageKind.ANSWER)
    assert read(client, "/@dinas-pu/outbox")["totalItems"] == 21
    first = read(client, "/@dinas-pu/outbox?page=1")
    assert first["orderedItems"][0]["object"]["content"] == "<p>Kabar 20</p>"
    assert first["next"] == f"{OFFICE}/outbox?page=2"
    assert len(read(client, "/@dinas-pu/outbox?page=2")["orderedItems"]) == 1


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999", "²"])
def test_a_page_that_is_none_is_not_found(client, agency, page):
    assert client.get(f"/@dinas-pu/outbox?page={page}", **STREAMS).status_code == 404


def test_documents_are_for_reading(client, agency):
    assert client.post("/@dinas-pu", **STREAMS).status_code == 405


@pytest.mark.parametrize("refused", ["application/activity+json;q=0, text/html", "application/ld+json; q=0.000,*/*"])
def test_a_document_that_is_not_wanted_is_not_given(client, agency, refused):
    assert client.get("/@dinas-pu", HTTP_ACCEPT=refused, HTTP_HOST=OURS).status_code == 302


@pytest.mark.parametrize("wanted", ["application/activity+json;q=0.5", "application/json;q=0, application/ld+json;q=1"])
def test_a_document_that_is_wanted_a_little_is_given(client, agency, wanted):
    assert client.get("/@dinas-pu", HTTP_ACCEPT=wanted, HTTP_HOST=OURS).status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="each database explains itself in its own words")
def test_publications_are_found_among_however_many_answers(agency):
    plan = publications_of(agency.accounts.get()).explain()
    assert "USING INDEX message_publications" in plan
    assert "TEMP B-TREE" not in plan
