import pytest

from tanggap.base import addresses
from tanggap.base.http import DoorError, GuardedDoor

from .servers import peer, say
from .test_http import OK, refusal


def moved(location: str, status: str = "302 Found"):
    return say(status, b"", f"Location: {location}")


def by_path(**manners):
    """Answer each path in its own manner."""

    def answer(request, there):
        path = request.split(b" ")[1].decode().strip("/").partition("?")[0]
        manners[path or "home"](request, there)

    return answer


def test_a_get_follows_a_redirect():
    with peer(by_path(old=moved("/new?x=1"), new=OK)) as there:
        answer = GuardedDoor(True).request("GET", f"{there.url}/old")
    assert (answer.status, answer.url) == (200, f"{there.url}/new?x=1")


def test_a_post_never_follows():
    with peer(by_path(old=moved("/new"), new=OK)) as there:
        assert GuardedDoor(True).request("POST", f"{there.url}/old", body=b"x").status == 302
    assert len(there.requests) == 1


def test_three_redirects_are_enough():
    hops = by_path(a=moved("/b"), b=moved("/c"), c=moved("/d"), d=OK, round=moved("/round"))
    with peer(hops) as there:
        assert GuardedDoor(True).request("GET", f"{there.url}/a").status == 200
        reply = refusal(lambda: GuardedDoor(True).request("GET", f"{there.url}/round"))
    assert (reply.reason, reply.permanent) == ("redirected too often", True)


def test_a_redirect_passes_the_guard_again(monkeypatch):
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    with peer(OK, address="127.0.0.2") as inside, peer(moved(inside.url)) as there:
        reply = refusal(lambda: GuardedDoor(False).request("GET", there.url))
    assert (reply.reason, reply.permanent) == ("address not allowed", True)
    assert inside.requests == []


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://user:word@127.0.0.1/", "http://[::/"]
)
def test_a_redirect_to_another_scheme_is_refused(location):
    with peer(moved(location)) as there, pytest.raises(DoorError, match="malformed"):
        GuardedDoor(True).request("GET", there.url)


def test_signatures_are_not_carried_onward():
    headers = {"Signature": "s", "Authorization": "a", "Cookie": "c", "Accept": "application/activity+json"}
    with peer(by_path(old=moved("/new"), new=OK)) as there:
        GuardedDoor(True).request("GET", f"{there.url}/old", headers=headers)
    assert b"\r\nSignature: s" in there.requests[0]
    assert not any(name in there.requests[1] for name in (b"Signature", b"Authorization", b"Cookie"))
    assert b"Accept: application/activity+json" in there.requests[1]


def test_a_caller_may_sign_again_for_the_new_address():
    with peer(by_path(old=moved("/new"), new=OK)) as there:
        GuardedDoor(True).request("GET", f"{there.url}/old", resign=lambda url: {"Signature": f"for {url}"})
    assert f"Signature: for {there.url}/new".encode() in there.requests[1]
