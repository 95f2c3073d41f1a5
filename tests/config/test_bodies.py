import os
import socket
import threading
import time
from io import BytesIO

import pytest

from tanggap.config import bodies
from tanggap.config.bodies import BodyWatch, hang_up, slow_connections, take_bodies


class Slow:
    """A body whose client sends nothing more, until the test ends."""

    ended = threading.Event()

    def read(self, size: int = -1) -> bytes:
        self.ended.wait(5)
        return b""


@pytest.fixture
def connection():
    """A client's end and the server's end of a connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
    with client, server:
        yield client, server


def ask(application, source, length: str | None = "4", **environ):
    said = []
    given = {"wsgi.input": source, **({} if length is None else {"CONTENT_LENGTH": length}), **environ}
    body = b"".join(application(given, lambda status, headers: said.append(status)))
    return said[0], body


def echo(environ, start_response):
    start_response("200 OK", [])
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return [environ["wsgi.input"].read(length) if length else b""]


def test_a_body_reaches_the_application_complete():
    assert ask(take_bodies(echo), BytesIO(b"halo")) == ("200 OK", b"halo")


def test_a_request_without_a_body_is_not_waited_for():
    assert ask(take_bodies(echo), Slow(), None) == ("200 OK", b"")
    assert ask(take_bodies(echo), Slow(), "0") == ("200 OK", b"")


def test_a_chunked_body_gets_its_length():
    assert ask(take_bodies(echo), BytesIO(b"halo"), None, HTTP_TRANSFER_ENCODING="chunked") == ("200 OK", b"halo")


@pytest.mark.parametrize("length", ["2000001", "99999999999999999999", "-4", "vier", "4, 4"])
def test_a_length_that_is_too_large_or_none_is_refused_unread(length):
    assert ask(take_bodies(echo), Slow(), length)[0].startswith("413")


def test_a_chunked_body_without_end_is_cut():
    source = BytesIO(b"x" * 2_000_001)
    assert ask(take_bodies(echo), source, None, HTTP_TRANSFER_ENCODING="chunked")[0].startswith("413")


def test_a_body_that_breaks_off_is_a_bad_request():
    assert ask(take_bodies(echo), BytesIO(b"ha"))[0].startswith("400")


def test_whoever_waits_too_long_for_a_body_is_known(monkeypatch):
    monkeypatch.setattr(bodies, "PATIENCE_SECONDS", 0.05)
    watch = BodyWatch()
    with watch.over("192.0.2.1"):
        assert watch.late()[1] == set()
        time.sleep(0.1)
        assert watch.late()[1] == {"192.0.2.1"}
    assert watch.late()[1] == set()


def test_in_a_crowd_there_is_less_patience(monkeypatch):
    monkeypatch.setattr(bodies, "CROWD", 2)
    watch, source = BodyWatch(), Slow()
    source.ended = threading.Event()

    def wait() -> None:
        with watch.over("192.0.2.1"):
            source.read()

    threads = [threading.Thread(target=wait) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    assert watch.late()[0] == bodies.HURRY_SECONDS
    source.ended.set()
    for thread in threads:
        thread.join()
    assert watch.late()[0] == bodies.PATIENCE_SECONDS


def test_a_silent_connection_is_slow_and_one_that_just_sent_is_not(connection):
    client, server = connection
    client.sendall(b"x" * 1000)
    assert server.fileno() not in slow_connections({"127.0.0.1"}, 0.2)
    time.sleep(0.3)
    assert server.fileno() in slow_connections({"127.0.0.1"}, 0.2)


def test_a_connection_that_drips_is_slow_although_it_sends(connection):
    client, server = connection
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for _ in range(20):
        client.sendall(b"x")
        server.recv(1)
    assert server.fileno() in slow_connections({"127.0.0.1"}, 5)


def test_looking_on_leaves_no_descriptor_behind(connection, tmp_path):
    read, write = os.pipe()
    with (tmp_path / "file").open("w"):
        before = os.listdir("/proc/self/fd")
        for _ in range(3):
            assert list(slow_connections({"127.0.0.1"}, 60)) == []
            hang_up(connection[1].fileno())
            hang_up(read)
        assert os.listdir("/proc/self/fd") == before
    os.close(read)
    os.close(write)


def test_connections_from_elsewhere_are_left_alone(connection):
    time.sleep(0.1)
    assert list(slow_connections({"192.0.2.1"}, 0.01)) == []


def test_hanging_up_ends_the_reading_and_leaves_room_for_an_answer(connection):
    client, server = connection
    assert hang_up(server.fileno())
    assert server.recv(10) == b""
    server.sendall(b"400")
    assert client.recv(10) == b"400"
    assert not hang_up(9999)
