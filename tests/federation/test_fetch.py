"""Keys are fetched briefly, few at a time, and proven from both sides."""

import contextlib
import threading
import time

import pytest

from tanggap.base.http import Answer, DoorError
from tanggap.federation import fetch, gate
from tanggap.federation.fetch import CannotFetch, Fetcher
from tanggap.federation.gate import Busy, Gate
from tanggap.federation.signatures.cavage import sign_cavage
from tests.federation.neighbours import ACTOR, KEY_ID
from tests.federation.web import Web, actor_document

OTHER = "https://jahat.example/users/x"


@pytest.fixture
def network() -> Web:
    return Web()


@pytest.fixture
def fetcher(network) -> Fetcher:
    return Fetcher(lambda: network, lambda url: {}, allow_http=False, gate=Gate(patience=0.2))


def test_an_account_that_shows_its_key_is_taken(network, fetcher, neighbour):
    network.show(ACTOR, actor_document(neighbour.public_pem))
    found = fetcher.actor_of_key(KEY_ID)
    assert (found.key.owner, found.key.pem) == (ACTOR, neighbour.public_pem)
    assert (found.author.handle, found.author.inbox) == ("siti@warga.example", f"{ACTOR}/inbox")
    assert found.author.shared_inbox == "https://warga.example/inbox"
    assert network.asked == [ACTOR]


def test_a_key_with_a_document_of_its_own_is_proven_by_its_owner(network, fetcher, neighbour):
    key_id = f"{ACTOR}/main-key"
    network.show(key_id, {"id": key_id, "type": "Key", "owner": ACTOR, "publicKeyPem": neighbour.public_pem})
    network.show(ACTOR, actor_document(neighbour.public_pem, key_id=key_id))
    assert fetcher.actor_of_key(key_id).key.owner == ACTOR
    assert network.asked == [key_id, ACTOR]


def test_a_stub_of_an_account_at_the_key_s_address_is_proven_by_the_account(network, fetcher, neighbour):
    key_id = f"{ACTOR}/main-key"
    network.show(key_id, actor_document(neighbour.public_pem, key_id=key_id, inbox=None))
    network.show(ACTOR, actor_document(neighbour.public_pem, key_id=key_id))
    assert fetcher.actor_of_key(key_id).author.inbox == f"{ACTOR}/inbox"


def test_an_ed25519_multikey_is_read(network, fetcher, neighbour):
    key = {
        "id": f"{ACTOR}#ed25519", "type": "Multikey", "controller": ACTOR,
        "publicKeyMultibase": "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
    }  # fmt: skip
    network.show(ACTOR, actor_document(neighbour.public_pem, assertionMethod=[key]))
    assert fetcher.actor_of_key(f"{ACTOR}#ed25519").key.owner == ACTOR


@pytest.mark.parametrize(
    "turned",
    [
        {"publicKey": None},
        {"publicKey": {"id": KEY_ID, "owner": OTHER, "publicKeyPem": "PEM"}},
        {"publicKey": {"id": f"{ACTOR}#other", "owner": ACTOR, "publicKeyPem": "PEM"}},
        {"publicKey": {"id": KEY_ID, "owner": ACTOR, "publicKeyPem": "no key"}},
        {"publicKey": {"id": KEY_ID, "owner": "https://warga.example/users/budi", "publicKeyPem": "PEM"}},
        {"id": OTHER},
        {"id": "https://warga.example/users/budi"},
        {"type": "Note"},
        {"inbox": None},
        {"inbox": "https://jahat.example/inbox"},
    ],
)
def test_an_account_that_does_not_show_the_key_as_its_own_is_refused(network, fetcher, neighbour, turned):
    document = actor_document(neighbour.public_pem) | turned
    if isinstance(document.get("publicKey"), dict) and document["publicKey"]["publicKeyPem"] == "PEM":
        document["publicKey"]["publicKeyPem"] = neighbour.public_pem
    network.show(ACTOR, document)
    with pytest.raises(CannotFetch) as caught:
        fetcher.actor_of_key(KEY_ID)
    assert not caught.value.passing


def test_a_key_that_claims_an_owner_who_does_not_claim_it_is_refused(network, fetcher, neighbour, stranger):
    key_id = "https://warga.example/users/jahat/key"
    network.show(key_id, {"id": key_id, "owner": ACTOR, "publicKeyPem": stranger.public_pem})
    network.show(ACTOR, actor_document(neighbour.public_pem))
    with pytest.raises(CannotFetch):
        fetcher.actor_of_key(key_id)


def test_the_owner_must_show_the_very_same_key(network, fetcher, neighbour, stranger):
    key_id = f"{ACTOR}/main-key"
    network.show(key_id, {"id": key_id, "owner": ACTOR, "publicKeyPem": stranger.public_pem})
    network.show(ACTOR, actor_document(neighbour.public_pem, key_id=key_id))
    with pytest.raises(CannotFetch):
        fetcher.actor_of_key(key_id)


@pytest.mark.parametrize(
    ("page", "passing", "gone"),
    [
        (Answer(404, {}, b""), False, False),
        (Answer(410, {}, b""), False, True),
        (Answer(403, {}, b""), False, False),
        (Answer(503, {}, b""), True, False),
        (Answer(408, {}, b""), True, False),
        (Answer(425, {}, b""), True, False),
        (Answer(429, {}, b""), True, False),
        (DoorError("timed out", permanent=False), True, False),
        (DoorError("address not allowed", permanent=True), False, False),
        (Answer(200, {"content-type": "application/json"}, b"{}"), False, False),
        (Answer(200, {"content-type": "application/activity+json"}, b"<html>"), False, False),
        (Answer(200, {"content-type": "application/activity+json"}, b"[]"), False, False),
        (Answer(200, {"content-type": "application/activity+json"}, b"{}", "https://jahat.example/x"), False, False),
    ],
)
def test_what_is_no_document_says_whether_later_may_be_better(network, fetcher, page, passing, gone):
    network.pages[ACTOR] = page
    with pytest.raises(CannotFetch) as caught:
        fetcher.actor_of_key(KEY_ID)
    assert (caught.value.passing, caught.value.gone) == (passing, gone)


@pytest.mark.parametrize("host", ["localhost:0", "localhost:99999", "[1:2]", "[::::]", "[1.2.3.4]"])
def test_an_id_that_leads_nowhere_is_refused_and_remembered(network, neighbour, host):
    def sign(url):
        return sign_cavage("GET", url, None, key_id=KEY_ID, key=neighbour.key, at=0.0)

    fetcher = Fetcher(lambda: network, sign, allow_http=False)
    for _ in range(2):
        with pytest.raises(CannotFetch) as caught:
            fetcher.actor_of_key(f"https://{host}/users/x#key")
        assert not caught.value.passing
    assert network.asked == []


def test_a_failure_is_remembered_for_a_minute(network, fetcher):
    for _ in range(3):
        with pytest.raises(CannotFetch):
            fetcher.actor_of_key(KEY_ID)
    assert network.asked == [ACTOR]


@pytest.mark.parametrize(
    "failure",
    [DoorError("timed out", permanent=False), Answer(503, {}, b""), Answer(429, {}, b""), Answer(410, {}, b"")],
)
def test_one_document_that_fails_silences_nobody_else_of_its_host(network, fetcher, neighbour, failure):
    network.pages["https://warga.example/slow"] = failure
    network.show(ACTOR, actor_document(neighbour.public_pem))
    with pytest.raises(CannotFetch):
        fetcher.actor_of_key("https://warga.example/slow#main-key")
    assert fetcher.actor_of_key(KEY_ID).key.owner == ACTOR


def test_what_may_pass_is_asked_again_soon(network, fetcher, neighbour, monkeypatch):
    monkeypatch.setattr(fetch, "PASSING_SECONDS", 0.1)
    network.pages[ACTOR] = DoorError("timed out", permanent=False)
    for _ in range(2):
        with pytest.raises(CannotFetch):
            fetcher.actor_of_key(KEY_ID)
    network.show(ACTOR, actor_document(neighbour.public_pem))
    time.sleep(0.12)
    assert fetcher.actor_of_key(KEY_ID).key.owner == ACTOR
    assert network.asked == [ACTOR, ACTOR]


@pytest.mark.parametrize(
    ("retry_after", "wait"), [("", 5), ("1", 5), ("30", 30), ("86400", 60), ("soon", 5), ("9" * 30, 5), ("²", 5)]
)
def test_a_server_says_when_to_ask_again_within_a_minute(network, fetcher, retry_after, wait):
    network.pages[ACTOR] = Answer(429, {"retry-after": retry_after}, b"")
    with pytest.raises(CannotFetch) as caught:
        fetcher.actor_of_key(KEY_ID)
    assert caught.value.wait == wait


def test_plain_http_is_no_way_to_a_key(network, fetcher):
    with pytest.raises(CannotFetch, match="plain http"):
        fetcher.actor_of_key("http://warga.example/users/siti#main-key")
    assert network.asked == []


def hold(place: Gate, host: str, seconds: float = 1.0) -> threading.Thread:
    entered = threading.Event()

    def stay() -> None:
        with place.place(host):
            entered.set()
            time.sleep(seconds)

    thread = threading.Thread(target=stay)
    thread.start()
    entered.wait(1)
    return thread


def test_a_third_fetch_from_one_host_waits_and_gives_up():
    place = Gate(patience=0.05)
    held = [hold(place, "a.example", 0.3), hold(place, "a.example", 0.3)]
    with pytest.raises(Busy), place.place("a.example"):
        pass
    with place.place("b.example"):
        pass
    [thread.join() for thread in held]


def test_a_place_that_becomes_free_in_time_is_taken():
    place = Gate(altogether=1, patience=1.0)
    held = hold(place, "a.example", 0.05)
    with place.place("b.example"):
        held.join()


def test_thirty_new_authors_of_one_server_at_once_are_all_fetched(network, neighbour):
    fetcher = Fetcher(lambda: network, lambda url: {}, allow_http=False, gate=Gate())
    found = []
    for number in range(30):
        actor = f"https://warga.example/users/{number}"
        document = actor_document(neighbour.public_pem, actor, f"{actor}#main-key")
        network.show(actor, document)
        network.hang(actor, 0.01, network.pages[actor])
    keys = [f"https://warga.example/users/{number}#main-key" for number in range(30)]
    threads = [threading.Thread(target=lambda key=key: found.append(fetcher.actor_of_key(key))) for key in keys]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(found) == 30


def test_a_server_that_hangs_delays_nobody_else(network, neighbour):
    fetcher = Fetcher(lambda: network, lambda url: {}, allow_http=False, gate=Gate(patience=0.3))
    network.hang("https://diam.example/u", 1.0, DoorError("timed out", permanent=False))
    network.show(ACTOR, actor_document(neighbour.public_pem))

    def ask() -> None:
        with contextlib.suppress(CannotFetch, Busy):
            fetcher.actor_of_key("https://diam.example/u#k")

    threads = [threading.Thread(target=ask) for _ in range(30)]
    [thread.start() for thread in threads]
    started = time.monotonic()
    assert fetcher.actor_of_key(KEY_ID).key.owner == ACTOR
    assert time.monotonic() - started < 0.5
    [thread.join() for thread in threads]
    assert network.asked.count("https://diam.example/u") == 2


def test_behind_a_slow_server_the_queue_is_short(monkeypatch):
    monkeypatch.setattr(gate, "SLOW_SECONDS", 0.0)
    monkeypatch.setattr(gate, "MOST_WAITING_FOR_SLOW", 0)
    place = Gate()
    held = [hold(place, "a.example", 0.2), hold(place, "a.example", 0.2)]
    started = time.monotonic()
    with pytest.raises(Busy), place.place("a.example"):
        pass
    assert time.monotonic() - started < 0.1
    [thread.join() for thread in held]


def test_few_wait_behind_a_slow_server_and_the_queue_stays_for_others(monkeypatch):
    monkeypatch.setattr(gate, "SLOW_SECONDS", 0.0)
    monkeypatch.setattr(gate, "MOST_WAITING_FOR_ITSELF", 0)
    place = Gate(altogether=3)
    held = [hold(place, host, 0.3) for host in ("a.example", "a.example", "b.example")]
    started = time.monotonic()
    with pytest.raises(Busy), place.place("a.example"):
        pass
    assert time.monotonic() - started < 0.1
    with place.place("c.example"):
        [thread.join() for thread in held]


def test_no_more_than_eight_altogether_and_a_short_queue():
    place = Gate(altogether=2, waiting=0)
    held = [hold(place, "a.example", 0.2), hold(place, "b.example", 0.2)]
    with pytest.raises(Busy), place.place("c.example"):
        pass
    [thread.join() for thread in held]
    assert (gate.PER_HOST, gate.ALTOGETHER) == (2, 8)


def test_whoever_waited_for_a_key_that_came_meanwhile_asks_nobody(network, fetcher):
    assert fetcher.actor_of_key(KEY_ID, meanwhile=lambda: True) is None
    assert network.asked == []
