"""Messages on their way out: signed, knocked twice where need be, and what a refusal means."""

from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest
from django.utils import translation
from django.utils.translation import gettext

from tanggap.channels.contract import Answer, Audience, Author, Connection, ConnectorError, OutgoingMessage
from tanggap.channels.testing import check_connector
from tanggap.federation.connector import ActivityPubConnector
from tanggap.federation.samples import MESSAGES, SAMPLES
from tanggap.federation.signatures.verify import read_claim, signed_by
from tests.federation.neighbours import ACTOR, OFFICE, arriving

SITI = Author(ACTOR, "siti@warga.example", "Siti", f"{ACTOR}/inbox")
NOTE = "https://kota.example/notes/abc"
MESSAGE = OutgoingMessage(
    "abc", NOTE, "Sudah", "<p>Sudah</p>", Audience.PUBLIC, OFFICE, "id", f"{ACTOR}/statuses/1", SITI,
    published_at=datetime(2026, 9, 21, tzinfo=UTC), extra={"kind": "answer", "subject": "", "address": ""},
)  # fmt: skip
HELD = Connection("activitypub", OFFICE, {}, {})


class Servers:
    def __init__(self, neighbour, scheme=None):
        self.neighbour, self.known = neighbour, {"warga.example": scheme} if scheme else {}

    def scheme_of(self, host):
        return self.known.get(host)

    def learn(self, host, scheme):
        self.known[host] = scheme

    def key_of(self, connection):
        return f"{connection.account_id}#main-key", self.neighbour.key


class Door:
    def __init__(self, *statuses, headers=None):
        self.statuses, self.headers, self.sent = list(statuses), headers or {}, []

    def request(self, method, url, *, headers=None, body=None, timeout=10.0, max_bytes=1_000_000):
        self.sent.append((method, url, headers, body))
        return Answer(self.statuses.pop(0), self.headers, b"")


def send(neighbour, door, message=MESSAGE, scheme=None):
    servers = Servers(neighbour, scheme)
    sent = ActivityPubConnector(servers).send(message, HELD, door)
    return sent, servers


def test_an_answer_is_a_signed_create_to_its_author_s_inbox(neighbour):
    door = Door(202)
    sent, _ = send(neighbour, door)
    [(method, url, headers, body)] = door.sent
    assert (method, url, sent.remote_id) == ("POST", f"{ACTOR}/inbox", NOTE)
    request = arriving(headers, body, "/users/siti/inbox", hosts={"warga.example"}, now=_sent_at(headers))
    assert signed_by(read_claim(request), neighbour.public)
    activity = orjson.loads(body)
    assert (activity["type"], activity["actor"]) == ("Create", OFFICE)
    assert activity["object"]["inReplyTo"] == f"{ACTOR}/statuses/1"
    assert ACTOR in activity["to"]


def _sent_at(headers):
    return datetime.strptime(headers["Date"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC).timestamp()


def test_the_same_message_again_has_the_same_ids(neighbour):
    door = Door(202, 202)
    send(neighbour, door)
    send(neighbour, door)
    assert door.sent[0][3] == door.sent[1][3]


@pytest.mark.parametrize("first", [400, 401, 403])
def test_a_refused_first_knock_is_followed_by_the_other_scheme(neighbour, first):
    door = Door(first, 202)
    _, servers = send(neighbour, door)
    assert "Signature-Input" not in door.sent[0][2]
    assert "Signature-Input" in door.sent[1][2]
    assert servers.known == {"warga.example": "rfc9421"}


def test_a_server_that_is_known_is_knocked_at_once(neighbour):
    door = Door(202)
    send(neighbour, door, scheme="rfc9421")
    [(_, _, headers, _)] = door.sent
    assert "Signature-Input" in headers


def test_both_knocks_refused_teach_nothing(neighbour):
    servers = Servers(neighbour)
    with pytest.raises(ConnectorError):
        ActivityPubConnector(servers).send(MESSAGE, HELD, Door(401, 401))
    assert servers.known == {}


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [([404], True), ([410], True), ([401, 401], False), ([500], False), ([503], False), ([429], False), ([301], False)],
)
def test_a_status_says_whether_trying_again_helps(neighbour, statuses, permanent):
    with pytest.raises(ConnectorError) as caught:
        send(neighbour, Door(*statuses))
    assert caught.value.permanent is permanent


def test_retry_after_is_heeded(neighbour):
    with pytest.raises(ConnectorError) as caught:
        send(neighbour, Door(429, headers={"retry-after": "120"}))
    assert caught.value.retry_after == 120


def test_the_mention_stands_in_the_words(neighbour):
    door = Door(202)
    send(neighbour, door)
    content = orjson.loads(door.sent[0][3])["object"]["content"]
    assert content.startswith('<p><span class="h-card"><a href="https://warga.example/users/siti"')
    assert content.endswith(" Sudah</p>")


def test_a_correction_is_an_update_of_what_it_corrects(neighbour):
    door = Door(202)
    earlier = "https://kota.example/notes/first"
    send(neighbour, door, replace(MESSAGE, corrects=earlier))
    activity = orjson.loads(door.sent[0][3])
    assert (activity["type"], activity["id"]) == ("Update", f"{NOTE}/activity")
    assert activity["object"]["id"] == earlier
    assert activity["object"]["updated"]


def test_an_act_of_the_protocol_goes_as_it_stands(neighbour):
    door = Door(202)
    accept = {"id": "https://kota.example/a", "type": "Accept", "actor": OFFICE}
    send(neighbour, door, replace(MESSAGE, extra=accept | {"kind": "protocol", "subject": "", "address": ""}))
    assert orjson.loads(door.sent[0][3]) == accept


def test_a_publication_goes_to_a_shared_inbox(neighbour):
    door = Door(202)
    shared = "https://warga.example/inbox"
    send(neighbour, door, replace(MESSAGE, recipient=None, in_reply_to="", extra={"address": shared}))
    assert door.sent[0][1] == shared
    assert orjson.loads(door.sent[0][3])["cc"] == [f"{OFFICE}/followers"]


@pytest.mark.parametrize("inbox", ["", "ftp://x", "https://user:x@warga.example/inbox", "http://[::1"])
def test_an_inbox_that_is_none_is_a_permanent_failure(neighbour, inbox):
    with pytest.raises(ConnectorError) as caught:
        send(neighbour, Door(202), replace(MESSAGE, recipient=replace(SITI, inbox=inbox)))
    assert caught.value.permanent


def test_the_connector_keeps_the_contract_when_it_sends_too(neighbour):
    tried = ActivityPubConnector(Servers(neighbour))
    assert check_connector(tried, replace(SAMPLES, messages=MESSAGES)) == []


def test_every_sample_is_an_event():
    assert all(ActivityPubConnector().read_events(body, SAMPLES.connection) for body in SAMPLES.bodies)


@pytest.mark.parametrize("status", [400, 404, 410, 500])
def test_an_officer_reads_in_words_what_the_server_meant(neighbour, status):
    with pytest.raises(ConnectorError) as caught:
        send(neighbour, Door(status, status))
    assert caught.value.shown.startswith("The citizen's")
    with translation.override("id"):
        assert gettext(caught.value.shown) != caught.value.shown
