"""The inbox as a web server calls it."""

from __future__ import annotations

import io
import time

import orjson
import pytest

from tests.federation.neighbours import ACTOR, OFFICE, OURS, activity

pytestmark = pytest.mark.django_db


def send(client, sender, body: bytes, path: str = "/inbox", **more):
    headers = sender.headers("rfc9421", f"https://{OURS}{path}", body, at=time.time())
    headers = {name: value for name, value in headers.items() if name != "Host"}
    return client.post(path, body, content_type="application/activity+json", headers=headers, HTTP_HOST=OURS, **more)


@pytest.mark.parametrize("path", ["/inbox", "/@dinas-pu/inbox", "/actor/inbox"])
def test_a_post_is_accepted_at_each_inbox(client, agency, siti, path):
    response = send(client, siti, orjson.dumps(activity()), path)
    assert (response.status_code, response.content) == (202, b"")


def test_the_inbox_is_for_posting(client, agency):
    response = client.get("/inbox")
    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_a_body_that_says_it_is_too_long_is_not_read(client, agency, siti):
    assert send(client, siti, b"x" * 1_000_001).status_code == 413


def test_a_body_in_pieces_is_read_to_its_end_and_no_further(rf, agency, siti):
    from tanggap.federation.inbox_view import answer

    body = orjson.dumps(activity())
    for sent, status in ((body, 202), (b"x" * 2_000_000, 413)):
        request = rf.generic("POST", "/inbox", HTTP_HOST=OURS)
        headers = siti.headers("cavage", f"https://{OURS}/inbox", sent, at=time.time())
        request.META |= {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}
        request.META |= {"wsgi.input": io.BytesIO(sent), "wsgi.input_terminated": True}
        request.META.pop("CONTENT_LENGTH", None)
        assert answer(request).status_code == status


def test_a_refusal_says_why_in_plain_text(client, agency):
    response = client.post("/inbox", b"{}", content_type="application/activity+json", HTTP_HOST=OURS)
    assert (response.status_code, response.content) == (401, b"no signature")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("length", ["", "-5", "abc"])
def test_an_odd_length_is_no_error_of_ours(client, agency, length):
    assert client.post("/inbox", b"", content_type="x/y", CONTENT_LENGTH=length, HTTP_HOST=OURS).status_code == 401


def test_a_flood_is_told_when_to_come_again(client, agency, siti, monkeypatch):
    from tanggap.federation import inbox_view
    from tanggap.federation.limits import Limiter, Rate

    monkeypatch.setattr(inbox_view, "by_server", Limiter(Rate(0.5, 1)))
    send(client, siti, orjson.dumps(activity()))
    response = send(client, siti, orjson.dumps(activity("Follow", OFFICE, id=f"{ACTOR}/2")))
    assert response.status_code == 429
    assert response["Retry-After"] in ("2", "3")
