import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tanggap.base import addresses
from tanggap.base.http import DoorError, GuardedDoor, door

from .servers import drip, hang, hang_up, peer, say

PRIVATE = """
    127.0.0.1 localhost 10.1.2.3 192.168.0.1 172.16.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255
    [::1] [::] [fe80::1] [fec0::1] [fc00::1] [ff02::1] [::ffff:127.0.0.1] [::ffff:10.0.0.1] [2002:7f00:1::]
    [64:ff9b::7f00:1] 2130706433 0x7f.1 127.1
    192.0.0.192 192.0.0.8 192.88.99.1 [::ffff:192.0.0.192] [2002:c000:c0::] [3fff::1] [64:ff9b:1::1] [2001:2::1]
"""
MALFORMED = [
    "",
    "//kota.example/",
    "http://",
    "ftp://kota.example/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "http://a b/",
    "http://a\\@b/",
    "http://user:word@kota.example/",
    "http://kota.example:0/",
    "http://kota.example:99999/",
    "http://kota.example:80:80/",
    "http://kota.example/\r\nX: y",
    "http://[::1/",
    "http://\x00/",
    "http://kota.example/" + "x" * 5000,
]
OK = say("200 OK", b"halo", "X-One: a", "X-One: b")


@pytest.fixture
def names(monkeypatch):
    """Names that the test makes up, and what they resolve to."""
    known: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def resolve(host, *args, **kwargs):
        if host not in known:
            return real(host, *args, **kwargs)
        return [(socket.AF_INET6 if ":" in ip else socket.AF_INET, 1, 6, "", (ip, 0)) for ip in known[host]]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve)
    return known


def refusal(act) -> DoorError:
    with pytest.raises(DoorError) as caught:
        act()
    return caught.value


def test_an_answer_has_status_headers_and_body():
    with peer(OK) as there:
        answer = GuardedDoor(True).request("GET", f"{there.url}/a?b=c#d")
    assert (answer.status, answer.body, answer.headers["x-one"]) == (200, b"halo", "a, b")
    assert there.requests[0].startswith(b"GET /a?b=c HTTP/1.1\r\n")


def test_any_status_is_an_answer():
    with peer(say("500 Oh")) as there:
        assert GuardedDoor(True).request("POST", there.url, body=b"x").status == 500


def test_a_post_carries_its_headers_and_body():
    with peer(OK) as there:
        GuardedDoor(True, agent="Tanggap-test").request("POST", there.url, headers={"Signature": "s"}, body=b"words")
    sent = there.requests[0].lower()
    assert b"signature: s" in sent
    assert b"user-agent: tanggap-test" in sent
    assert sent.endswith(b"content-length: 5\r\n" + sent.partition(b"content-length: 5\r\n")[2])
    assert sent.endswith(b"\r\n\r\nwords")


def test_the_path_is_sent_as_it_was_signed():
    with peer(OK) as there:
        GuardedDoor(True).request("GET", f"{there.url}/a/../b%2fc%zz?x=%e2")
    assert there.requests[0].startswith(b"GET /a/../b%2fc%zz?x=%e2 HTTP/1.1")


def test_connections_are_kept():
    guarded = GuardedDoor(True)
    with peer(OK) as there:
        for _ in range(5):
            guarded.request("POST", there.url, body=b"x")
    assert there.connections == 1


def test_threads_share_the_door():
    guarded = GuardedDoor(True)
    with peer(OK) as there, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: guarded.request("POST", there.url, body=b"x").status, range(200)))
    assert answers == [200] * 200
    assert there.connections < 100


def test_a_get_is_asked_again_when_a_kept_connection_was_closed():
    guarded = GuardedDoor(True)
    with peer(OK) as there:
        guarded.request("GET", there.url)
        there.manner = hang_up
        reply = refusal(lambda: guarded.request("POST", there.url, body=b"x"))
        there.manner = OK
        assert guarded.request("GET", there.url).status == 200
    assert (reply.reason, reply.permanent) == ("connection broke", False)


@pytest.mark.parametrize("host", PRIVATE.split())
def test_private_addresses_are_refused_however_they_are_written(host):
    reply = refusal(lambda: GuardedDoor(False).request("GET", f"http://{host}:1/", timeout=2))
    assert reply.reason in ("address not allowed", "unknown name")


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "100.100.100.200"]
)
def test_link_local_addresses_and_metadata_are_refused_even_where_private_ones_are_not(host):
    reply = refusal(lambda: GuardedDoor(True).request("GET", f"http://{host}:1/", timeout=2))
    assert (reply.reason, reply.permanent) == ("address not allowed", True)


@pytest.mark.parametrize("address", ["1.1.1.1", "103.10.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_public_addresses_are_allowed(address):
    assert addresses.is_public(address)


def test_a_name_of_a_private_address_is_refused(names):
    names["kota.example"] = ["10.0.0.1", "127.0.0.1"]
    assert refusal(lambda: GuardedDoor(False).request("GET", "http://kota.example/")).permanent


def test_the_connection_goes_to_the_address_that_was_checked(names):
    names["kota.example"] = ["127.0.0.1"]
    guarded = GuardedDoor(True)
    with peer(OK) as there:
        guarded.request("GET", f"http://kota.example:{there.port}/")
        names["kota.example"] = ["192.0.2.1"]
        assert guarded.request("GET", f"http://kota.example:{there.port}/").status == 200
    assert f"Host: kota.example:{there.port}".encode() in there.requests[0]


def test_the_next_address_is_tried_when_one_does_not_answer(names):
    names["kota.example"] = ["127.0.0.9", "127.0.0.1"]
    with peer(OK) as there:
        assert GuardedDoor(True).request("POST", f"http://kota.example:{there.port}/", body=b"x").status == 200


@pytest.mark.parametrize("url", MALFORMED)
def test_a_malformed_address_is_refused_for_good(url):
    reply = refusal(lambda: GuardedDoor(True).request("GET", url))
    assert (reply.reason, reply.permanent) == ("malformed address", True)


def test_an_unknown_name_may_be_known_later():
    reply = refusal(lambda: GuardedDoor(True).request("GET", "http://nowhere.invalid/"))
    assert (reply.reason, reply.permanent) == ("unknown name", False)


def test_a_closed_port_may_be_open_later():
    reply = refusal(lambda: GuardedDoor(True).request("GET", "http://127.0.0.1:1/"))
    assert (reply.reason, reply.permanent) == ("could not connect", False)


@pytest.mark.parametrize(
    "manner",
    [
        hang,
        drip(b"", b"H"),
        drip(b"HTTP/1.1 200 OK\r\n", b"X-Y: z\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n", b"x"),
        drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
    ],
)
def test_a_peer_that_hangs_or_drips_is_left_at_the_deadline(manner):
    started = time.monotonic()
    with peer(manner) as there:
        reply = refusal(lambda: GuardedDoor(True).request("GET", there.url, timeout=0.5))
    assert (reply.reason, reply.permanent) == ("timed out", False)
    assert time.monotonic() - started < 1


def test_a_name_that_does_not_resolve_in_time_is_left_at_the_deadline(monkeypatch):
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *_, **__: time.sleep(3) or [])
    started = time.monotonic()
    reply = refusal(lambda: GuardedDoor(True).request("GET", "http://kota.example/", timeout=0.2))
    assert not reply.permanent
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    "manner",
    [
        say("200 OK", b"x" * 5001),
        drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n", 0),
        drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 4096, 0),
    ],
)
def test_an_answer_without_end_is_cut(manner):
    with peer(manner) as there:
        reply = refusal(lambda: GuardedDoor(True).request("GET", there.url, max_bytes=5000))
    assert (reply.reason, reply.permanent) == ("answer is too large", True)


def test_an_answer_may_be_just_as_large_as_allowed():
    with peer(say("200 OK", b"x" * 5000)) as there:
        assert len(GuardedDoor(True).request("GET", there.url, max_bytes=5000).body) == 5000


def test_a_packed_answer_is_refused():
    with peer(say("200 OK", b"bomb", "Content-Encoding: gzip")) as there:
        assert refusal(lambda: GuardedDoor(True).request("GET", there.url)).permanent


@pytest.mark.parametrize(
    "half", [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", b"HTTP/1.1 2", b"SSH-2.0 hello\r\n"]
)
def test_half_an_answer_is_none(half):
    def break_off(request, there):
        there.sendall(half)
        there.close()

    with peer(break_off) as there:
        reply = refusal(lambda: GuardedDoor(True).request("GET", there.url))
    assert (reply.reason, reply.permanent) == ("connection broke", False)


def test_proxies_of_the_environment_are_not_asked(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with peer(OK) as there:
        assert GuardedDoor(True).request("GET", there.url).status == 200


def test_the_process_has_one_door_by_its_settings(settings):
    settings.ALLOW_PRIVATE_HOSTS = True
    assert door() is door()
    with peer(OK) as there:
        assert door().request("GET", there.url).status == 200
        settings.ALLOW_PRIVATE_HOSTS = False
        assert refusal(lambda: door().request("GET", there.url)).permanent
