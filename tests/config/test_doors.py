"""The inbox stands before Django: what is sent there is taken at once, and all else goes on."""

from io import BytesIO

import pytest

from tanggap.config import doors
from tanggap.config.doors import open_the_inbox
from tanggap.federation.inbox_view import Reply


def ask(path="/inbox", method="POST", body=b"{}"):
    told = []

    def pages(environ, start_response):
        start_response("200 OK", [])
        return [b"a page"]

    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "wsgi.input": BytesIO(body), "HTTP_HOST": "localhost:8000"}
    answer = open_the_inbox(pages)(environ, lambda status, headers: told.extend([status, dict(headers)]))
    return told[0], told[1], b"".join(answer)


@pytest.mark.parametrize("path", ["/inbox", "/@dinas-pu/inbox"])
def test_what_is_not_signed_is_refused_at_the_door(db, path):
    status, headers, body = ask(path)
    assert status == "401 Unauthorized"
    assert headers["Content-Length"] == str(len(body))


@pytest.mark.parametrize(
    ("path", "method"), [("/", "POST"), ("/inbox", "GET"), ("/@dinas-pu", "POST"), ("/@a/b/inbox", "POST")]
)
def test_everything_else_goes_on_to_the_pages(path, method):
    assert ask(path, method)[2] == b"a page"


def test_whoever_must_come_again_is_told_when(db, monkeypatch):
    monkeypatch.setattr(doors, "receive", lambda *_: Reply(503, "later", 5))
    status, headers, body = ask()
    assert (status, headers["Retry-After"], body) == ("503 Service Unavailable", "5", b"later")


def test_a_mistake_of_ours_is_no_silence(db, monkeypatch):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(doors, "receive", broken)
    assert ask()[0] == "500 Internal Server Error"


@pytest.mark.parametrize("path", ["/cases/%00/", "/hooks/%00", "/@%00/inbox", "/measures/%00/"])
def test_an_address_with_nul_is_nobody_s(db, client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/accounts/login/", "/api/v1/session", "/report/", "/accounts/password/"])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("username=a%00b&password=x%00&text=a%00&email=a%00@b.example", "application/x-www-form-urlencoded"),
        ('{"username": "a\\u0000b", "password": "x"}', "application/json"),
    ],
)
def test_a_form_with_nul_breaks_nothing(office, client, path, body, kind):
    assert client.post(path, body, content_type=kind).status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "/publications/?agency=%00",
        "/report/?agency=a%00b",
        "/measures/?agency=%00",
        "/cases/?id=%00",
        "/record/?q=%00",
        "/accounts/check?q=%00",
        "/api/v1/statistics?agency=%00",
        "/.well-known/webfinger?resource=%00",
    ],
)
def test_a_question_with_nul_breaks_nothing(office, client, path):
    assert client.get(path).status_code < 500


@pytest.mark.parametrize("step", ["words", "place", "privacy"])
def test_no_field_of_the_form_breaks_at_nul(office, client, step):
    fields = ("agency", "text", "place", "way", "name", "email", "to", "state")
    body = "&".join(f"{field}=a%00b" for field in fields)
    sent = client.post("/report/", f"step={step}&{body}", content_type="application/x-www-form-urlencoded")
    assert sent.status_code < 500


def test_a_cookie_with_nul_is_nobody_s(db, client):
    assert client.get("/desk/", HTTP_COOKIE='sessionid="a\\000b"').status_code == 404
