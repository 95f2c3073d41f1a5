import threading
import time
from io import BytesIO

import pytest

from tanggap.config import bodies
from tanggap.config.bodies import take_bodies


class Slow:
    """A body whose client sends nothing more, until the test ends."""

    ended = threading.Event()

    def read(self, size: int = -1) -> bytes:
        self.ended.wait(5)
        return b""


@pytest.fixture(autouse=True)
def short_patience(monkeypatch):
    Slow.ended = threading.Event()
    monkeypatch.setattr(bodies, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(bodies, "PATIENT_THREADS", 2)
    yield
    Slow.ended.set()


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


def test_slow_clients_hold_a_few_threads_and_no_more():
    application = take_bodies(echo)
    for _ in range(2):
        threading.Thread(target=ask, args=(application, Slow()), daemon=True).start()
    time.sleep(0.05)
    started = time.monotonic()
    assert ask(application, Slow())[0].startswith("408")
    assert ask(application, BytesIO(b"halo")) == ("200 OK", b"halo")
    assert time.monotonic() - started < 0.5


def test_those_who_wait_are_counted(monkeypatch):
    monkeypatch.setattr(bodies, "PATIENT_THREADS", 0)
    monkeypatch.setattr(bodies, "MOST_HELPERS", 2)
    application = take_bodies(echo)
    assert [ask(application, Slow())[0][:3] for _ in range(3)] == ["408", "408", "503"]
    Slow.ended.set()
    time.sleep(0.1)
    assert ask(application, BytesIO(b"halo")) == ("200 OK", b"halo")
