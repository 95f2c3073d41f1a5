"""What a hostile network sends to a running server: each is refused as it should be, and the good posts go through."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tests.base.servers import Manner, drip, hang, hang_up, peer, say
from tests.journeys.fediverse import ACTIVITY_JSON, Json, Neighbour, Reply, neighbour, send
from tests.journeys.installation import Installation, Visitor, wait_until
from tests.journeys.logreader import read_log

pytestmark = pytest.mark.peer
HOUR = 3600
LONGEST, OTHERS = 10.0, 5.0
EVIL = "http://127.0.0.9:9"


@dataclass
class Town:
    """A served government, an honest citizen beside it, and what was accepted from them."""

    government: Installation
    citizen: Neighbour
    thief: RSAPrivateKey
    accepted: list[str] = field(default_factory=list)

    @property
    def inbox(self) -> str:
        return f"{self.government.url}/inbox"

    def complaint(self, name: str = "siti", **turned: Any) -> Json:
        """An honest complaint, with some properties of its note turned."""
        create = self.citizen.complaint(self.government.office, name=name)
        return create | {"object": create["object"] | turned}

    def send_good(self, create: Json | None = None) -> Reply:
        """An honest complaint is sent, and accepted."""
        create = create or self.complaint()
        reply = self.citizen.post(self.inbox, create)
        assert reply.status == 202, reply.body
        self.accepted.append(create["object"]["id"])
        return reply

    def send_raw(self, body: bytes, **turned: Any) -> Reply:
        """Any bytes, signed by the citizen unless the headers are turned."""
        return send(self.inbox, body, self.citizen.signed(self.inbox, body) | turned)


@pytest.fixture(scope="module")
def town(whole_installation: Installation, citizens_key: RSAPrivateKey) -> Iterator[Town]:
    """The government serves, and knows the citizen's key already."""
    whole_installation.open_office()
    with whole_installation.served(), neighbour(citizens_key) as citizen:
        served = Town(whole_installation, citizen, generate_private_key(65537, 2048))
        served.send_good()
        yield served


def unsigned(town: Town) -> Reply:
    return send(town.inbox, json.dumps(town.complaint()).encode(), {})


def signed_by_a_thief(town: Town) -> Reply:
    return Neighbour(town.thief, base=town.citizen.base).post(town.inbox, town.complaint())


def changed_on_the_way(town: Town) -> Reply:
    body = json.dumps(town.complaint()).encode()
    return send(town.inbox, body.replace(b"berlubang", b"mulus"), town.citizen.signed(town.inbox, body))


def signed_long_ago(town: Town) -> Reply:
    body = json.dumps(town.complaint()).encode()
    return send(town.inbox, body, town.citizen.signed(town.inbox, body, at=time.time() - 2 * HOUR))


def signed_tomorrow(town: Town) -> Reply:
    body = json.dumps(town.complaint()).encode()
    return send(town.inbox, body, town.citizen.signed(town.inbox, body, at=time.time() + 24 * HOUR))


def signed_for_another_host(town: Town) -> Reply:
    body = json.dumps(town.complaint()).encode()
    return send(town.inbox, body, town.citizen.signed("http://other.example/inbox", body))


def signed_without_its_digest(town: Town) -> Reply:
    headers = town.citizen.signed(town.inbox, b"{}")
    headers["Signature"] = headers["Signature"].replace(" digest", "")
    return send(town.inbox, b"{}", headers)


def signed_with_our_own_key(town: Town) -> Reply:
    ours = Neighbour(town.thief, base=town.government.url)
    create = town.complaint() | {"id": f"{ours.base}/1", "actor": town.government.office}
    body = json.dumps(create | {"object": {**create["object"], "id": f"{ours.base}/2", "attributedTo": None}}).encode()
    headers = ours.signed(town.inbox, body)
    headers["Signature"] = headers["Signature"].replace(ours.actor(), town.government.office)
    return send(town.inbox, body, headers)


@pytest.mark.parametrize(
    "attempt",
    [
        unsigned,
        signed_by_a_thief,
        changed_on_the_way,
        signed_long_ago,
        signed_tomorrow,
        signed_for_another_host,
        signed_without_its_digest,
        signed_with_our_own_key,
    ],
)
def test_who_cannot_prove_who_they_are_gets_401(town: Town, attempt: Callable[[Town], Reply]) -> None:
    reply = attempt(town)
    assert (reply.status, reply.seconds < LONGEST) == (401, True)


@pytest.mark.parametrize("header", ["", "keyId", 'keyId="x",signature="x"', "é" * 50, '"' * 5000, 'a="' * 2000])
def test_a_signature_that_cannot_be_read_is_401(town: Town, header: str) -> None:
    assert town.send_raw(b"{}", Signature=header.encode().decode("latin-1")).status == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"words"',
        b"{",
        b"\xff\xfe\x00{",
        b'{"type":"Create","content":"\xc3\x28"}',
        b'{"type":"Create","content":"\\ud800"}',
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b"[" * 400_000,
        b'{"type":"Create","type":"Delete"}',
    ],
    ids=["empty", "null", "list", "text", "torn", "utf16", "latin", "surrogate", "deep", "brackets", "twice"],
)
def test_what_makes_no_sense_is_400(town: Town, body: bytes) -> None:
    assert town.send_raw(body).status == 400


@pytest.mark.parametrize("size", [1_000_001, 1_900_000, 5_000_000])
def test_more_than_a_megabyte_is_413(town: Town, size: int) -> None:
    assert town.send_raw(b'{"a":"' + b"x" * size + b'"}').status == 413


@pytest.mark.parametrize(
    ("turned", "statuses"),
    [
        ({"id": f"{EVIL}/activities/1"}, {400}),
        ({"actor": f"{EVIL}/users/x"}, {400, 403}),
        ({"id": f"{EVIL}/activities/1", "actor": f"{EVIL}/users/x"}, {400, 403}),
        ({"actor": "budi"}, {400, 403}),
        ({"actor": "budi", "object": {"attributedTo": "budi"}}, {403}),
        ({"object": "https://elsewhere.example/note"}, {400}),
        ({"object": {"id": f"{EVIL}/notes/1"}}, {400}),
        ({"object": {"attributedTo": f"{EVIL}/users/x"}}, {400}),
        ({"object": {"attributedTo": "budi"}}, {400}),
        ({"object": {"content": {"html": "words"}}}, {400}),
        ({"to": {"a": ["b"]}}, {400}),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else None,
)
def test_who_contradicts_themselves_is_refused(town: Town, turned: Json, statuses: set[int]) -> None:
    create = town.complaint()
    for place, change in ((create, turned), (create["object"], turned.get("object"))):
        if isinstance(change, dict):
            known = {name: town.citizen.actor(value) if value == "budi" else value for name, value in change.items()}
            place |= {name: value for name, value in known.items() if name != "object" or not isinstance(value, dict)}
    assert town.send_raw(json.dumps(create).encode()).status in statuses


def document_of_another(owner: Neighbour) -> Json:
    return owner.document("siti") | {"id": f"{EVIL}/users/siti"}


def key_of_another(owner: Neighbour) -> Json:
    shown = owner.document("siti")
    return shown | {"publicKey": shown["publicKey"] | {"owner": f"{EVIL}/users/siti"}}


def key_under_another_name(owner: Neighbour) -> Json:
    shown = owner.document("siti")
    return shown | {"publicKey": shown["publicKey"] | {"id": f"{EVIL}/users/siti#main-key"}}


def owner_who_denies_it(owner: Neighbour) -> Json:
    return owner.document("siti")["publicKey"] | {"id": f"{owner.actor()}#main-key", "owner": owner.actor("budi")}


def inbox_of_another(owner: Neighbour) -> Json:
    return owner.document("siti") | {"inbox": f"{EVIL}/inbox"}


@pytest.mark.parametrize(
    "document", [document_of_another, key_of_another, key_under_another_name, owner_who_denies_it, inbox_of_another]
)
def test_a_document_that_claims_what_it_is_not_is_refused(town: Town, document: Callable[[Neighbour], Json]) -> None:
    with peer(hang_up) as server:
        liar = Neighbour(town.thief, base=server.url)
        server.manner = shows(document(liar))
        reply = liar.post(town.inbox, liar.complaint(town.government.office))
    assert (reply.status in (401, 403), len(server.requests) > 0) == (True, True)


def test_a_redirect_to_a_private_address_is_no_way_to_another_s_key(town: Town) -> None:
    with neighbour(town.thief, "127.0.0.8") as inner, peer(hang_up) as server:
        liar = Neighbour(town.thief, base=server.url)
        server.manner = say("302 Found", b"", f"Location: {inner.actor()}")
        reply = liar.post(town.inbox, liar.complaint(town.government.office))
    assert reply.status in (401, 403)


def endless(request: bytes, connection: Any) -> None:
    """A hundred megabytes."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {ACTIVITY_JSON}\r\nContent-Length: 100000000\r\n\r\n"
    connection.sendall(head.encode())
    for _ in range(1600):
        connection.sendall(b" " * 62_500)


SLOWLY = f"HTTP/1.1 200 OK\r\nContent-Type: {ACTIVITY_JSON}\r\nContent-Length: 1000\r\n\r\n{{".encode()


@pytest.mark.parametrize(
    ("manner", "status"),
    [
        (hang_up, 503),
        (say("500 Internal Server Error"), 503),
        (endless, 401),
        (say("404 Not Found"), 401),
        (say("200 OK", b"<html>", "Content-Type: text/html"), 401),
        (say("200 OK", b"\x1f\x8b" * 50, f"Content-Type: {ACTIVITY_JSON}", "Content-Encoding: gzip"), 401),
        (say("302 Found", b"", "Location: file:///etc/passwd"), 401),
    ],
    ids=["hangs-up", "fails", "endless", "gone", "html", "packed", "file"],
)
def test_a_server_that_does_not_show_the_key_ends_in_a_refusal(town: Town, manner: Manner, status: int) -> None:
    with peer(manner) as server:
        stranger = Neighbour(town.thief, base=server.url)
        reply = stranger.post(town.inbox, stranger.complaint(town.government.office))
    assert (reply.status, reply.seconds < LONGEST) == (status, True)
    assert status != 503 or int(reply.headers["retry-after"]) > 0


def test_others_are_answered_while_servers_hang_drip_and_never_end(town: Town) -> None:
    slow = [hang, drip(SLOWLY, b" "), drip(b"HTTP/1.1 200 OK\r\nX-A: ", b"a")]
    with ThreadPoolExecutor(24) as crowd:
        over = threading.Event()
        bad = [crowd.submit(ask_for_a_key, town, manner) for manner in [*slow, endless] * 4]
        good = crowd.submit(go_on_sending, town, over)
        replies = [one.result() for one in bad]
        over.set()
        times = good.result()
    assert [reply.status for reply in replies if reply.status != 503 or "retry-after" not in reply.headers] in [
        [401] * n for n in range(5)
    ]
    assert max(reply.seconds for reply in replies) < LONGEST
    assert (len(times) > 3, max(times) < OTHERS) == (True, True)


def test_scripts_in_a_post_are_nothing_but_words_on_its_page(town: Town) -> None:
    bad = (
        '<p>Jalan <script>alert(1)</script><img src=x onerror="alert(2)">berlubang</p>'
        '<a href="javascript:alert(3)">sini</a><style>*{display:none}</style><iframe src="//evil"></iframe>'
        "&lt;script&gt;alert(4)&lt;/script&gt;"
    )
    create = town.complaint("budi", content=bad)
    town.send_good(create)
    receipt = wait_until(lambda: town.citizen.replies(create["object"]["id"]))[0].activity["object"]["content"]
    page = Visitor(town.government.url).get(receipt.partition("/cases/")[2].join(["/cases/", ""])[:17])
    assert "berlubang" in page
    for sign in ("<script>alert", "onerror=", 'href="javascript:', "<iframe", "*{display"):
        assert sign not in page


def test_the_same_activity_again_is_accepted_and_has_no_second_effect(town: Town) -> None:
    create = town.complaint()
    town.send_good(create)
    assert [town.citizen.post(town.inbox, create).status for _ in range(3)] == [202] * 3


def test_each_refusal_is_one_line_of_the_log_that_names_nobody(town: Town) -> None:
    before = refusals(town)
    statuses = [unsigned(town).status, town.send_raw(b"{").status]
    statuses += [town.send_raw(b"x" * size).status for size in (1_500_000, 5_000_000)]
    new = wait_until(lambda: lines if len(lines := refusals(town)[len(before) :]) >= len(statuses) else None)
    assert [line["status"] for line in new] == statuses
    assert not any(town.citizen.base.partition("//")[2] in json.dumps(line) for line in new)


def test_of_all_that_only_the_good_posts_were_kept(town: Town) -> None:
    town.send_good()
    wait_until(lambda: len(received(town)) >= len(town.accepted))
    assert len(received(town)) == len(town.accepted)


def shows(document: Json) -> Manner:
    """A server that shows one document, whatever is asked."""
    return say("200 OK", json.dumps(document).encode(), f"Content-Type: {ACTIVITY_JSON}")


def ask_for_a_key(town: Town, manner: Manner) -> Reply:
    """Somebody writes whose server behaves badly when it is asked for their key."""
    with peer(manner) as server:
        stranger = Neighbour(town.thief, base=server.url)
        return stranger.post(town.inbox, stranger.complaint(town.government.office))


def go_on_sending(town: Town, over: threading.Event) -> list[float]:
    """An honest citizen writes and somebody reads a page, again and again; gives how long each took."""
    times = []
    while not over.wait(0.2):
        times.append(town.send_good().seconds)
        started = time.monotonic()
        assert Visitor(town.government.url).get("/")
        times.append(time.monotonic() - started)
    return times


def refusals(town: Town) -> list[Json]:
    """The lines of the log about requests that were refused."""
    lines = [json.loads(line) for line in town.government.log.read_text().splitlines() if line.startswith("{")]
    return [line for line in lines if "refused" in line["event"]]


def received(town: Town) -> list[Json]:
    """What the record says was received."""
    return read_log(f"{town.government.url}/log").of("post.received")
