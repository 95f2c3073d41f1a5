"""The Page: its web hooks, its Graph API, and how it misbehaves when told to."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.town.conftest import PAGE_ID, SECRET, TOKEN, City, eventually
from town.page.hooks import hook_signature
from town.page.ids import person_id
from town.timeline import PAGE, open_threads
from town.town import Town


def told_by(request: Any) -> dict[str, Any]:
    entry: dict[str, Any] = json.loads(request.body)["entry"][0]
    return entry


def call(ask: Any, path: str, method: str = "GET", token: str = TOKEN, **fields: str) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}"}
    if method == "GET":
        answer = ask(f"/v23.0/{path}?{urlencode(fields)}", headers=headers)
    else:
        form = headers | {"Content-Type": "application/x-www-form-urlencoded"}
        answer = ask(f"/graph/v23.0/{path}", method, body=urlencode(fields).encode(), headers=form)
    return answer.status, answer.json()


def test_the_signature_of_a_hook_is_the_documented_one() -> None:
    right = hmac.new(b"secret", b"{}", hashlib.sha256).hexdigest()
    assert hook_signature("secret", b"{}") == f"sha256={right}"


def test_a_comment_is_told_in_the_documented_shape(town: Town, city: City) -> None:
    post = town.speak("sari", "lampu mati min", network=PAGE)
    request = eventually(lambda: city.hooked)[0]
    value = told_by(request)["changes"][0]["value"]
    assert request.headers["x-hub-signature-256"] == hook_signature(SECRET, request.body)
    assert told_by(request)["id"] == PAGE_ID
    assert {name: value[name] for name in ("item", "verb", "comment_id", "message")} == {
        "item": "comment", "verb": "add", "comment_id": post.uri, "message": "lampu mati min",
    }  # fmt: skip
    assert value["parent_id"] == value["post_id"] == post.thread
    assert value["from"] == {"id": person_id(PAGE_ID, "sari"), "name": "Sari W."}


def test_an_edit_and_a_removal_are_told(town: Town, city: City) -> None:
    post = town.speak("sari", "lampu mati min", network=PAGE)
    town.page.edit(post, "lampu mati 3 hari min")
    town.page.remove(post)
    requests = eventually(lambda: len(city.hooked) == 3 and city.hooked)
    assert [told_by(request)["changes"][0]["value"]["verb"] for request in requests] == ["add", "edited", "remove"]


def test_a_message_is_told_and_answered(town: Town, city: City, ask: Any) -> None:
    town.speak("sari", "mau lapor, rahasia ya", network=PAGE, audience="direct")
    told = told_by(eventually(lambda: city.hooked)[0])["messaging"][0]
    assert told["message"]["text"] == "mau lapor, rahasia ya"
    fields = {"recipient": json.dumps(told["sender"]), "message": json.dumps({"text": "Kami bantu."})}
    status, answer = call(ask, "me/messages", "POST", **fields)
    assert (status, answer["recipient_id"]) == (200, told["sender"]["id"])
    found = call(ask, f"{PAGE_ID}/conversations", user_id=told["sender"]["id"], fields="messages.limit(9){message}")[1]
    assert [one["message"] for one in found["data"][0]["messages"]["data"]] == ["Kami bantu.", "mau lapor, rahasia ya"]


def test_nothing_is_told_before_the_handshake(town: Town, city: City) -> None:
    town.hooks.is_known = False
    town.speak("sari", "lampu mati min", network=PAGE)
    time.sleep(0.2)
    assert city.hooked == []
    assert town.hooks.shake_hands()
    assert eventually(lambda: city.hooked)


def test_an_answer_hangs_under_the_comment_and_is_found_again(town: Town, ask: Any) -> None:
    post = town.speak("sari", "lampu mati min", network=PAGE)
    status, made = call(ask, f"{post.uri}/comments", "POST", message="Kami cek malam ini.")
    assert status == 200
    listed = call(ask, f"{post.uri}/comments", fields="id,message,from,created_time")[1]["data"]
    assert [(one["id"], one["from"]["id"]) for one in listed] == [(made["id"], PAGE_ID)]
    assert call(ask, made["id"], fields="parent{id}")[1]["parent"] == {"id": post.uri}


def test_a_post_stands_on_the_page(town: Town, ask: Any) -> None:
    status, made = call(ask, f"{PAGE_ID}/feed", "POST", message="Jalan ditutup malam ini.")
    assert status == 200
    assert open_threads(town.store, PAGE)[0].uri == made["id"]
    assert call(ask, f"{PAGE_ID}/feed", limit="1")[1]["data"][0]["message"] == "Jalan ditutup malam ini."


def test_a_wrong_token_is_refused(ask: Any) -> None:
    status, told = call(ask, f"{PAGE_ID}/feed", "POST", token="wrong", message="x")
    assert (status, told["error"]["code"], told["error"]["type"]) == (401, 190, "OAuthException")


def test_a_wrong_proof_of_the_secret_is_refused(ask: Any) -> None:
    right = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
    assert call(ask, PAGE_ID, appsecret_proof=right)[0] == 200
    assert call(ask, PAGE_ID, appsecret_proof="wrong")[1]["error"]["code"] == 100


@pytest.mark.parametrize(("path", "fields"), [(f"{PAGE_ID}/feed", {}), ("1_2/comments", {"message": "x"})])
def test_bad_parameters_have_code_100(ask: Any, path: str, fields: dict[str, str]) -> None:
    status, told = call(ask, path, "POST", **fields)
    assert (status, told["error"]["code"]) == (400, 100)


def test_a_limit_refuses_as_many_calls_as_it_was_told(ask: Any) -> None:
    ask("/page/faults", "POST", form={"limit": "1", "limit_code": "613"})
    assert call(ask, PAGE_ID)[1]["error"]["code"] == 613
    assert call(ask, PAGE_ID)[0] == 200


def test_a_lost_answer_was_done_all_the_same(town: Town, ask: Any) -> None:
    post = town.speak("sari", "lampu mati min", network=PAGE)
    town.faults.set({"lose": 1})
    assert call(ask, f"{post.uri}/comments", "POST", message="Kami cek.")[0] == 500
    assert call(ask, f"{post.uri}/comments")[1]["data"][0]["message"] == "Kami cek."


def test_hooks_come_twice_when_told_to(town: Town, city: City) -> None:
    town.faults.set({"duplicate": True})
    town.speak("sari", "lampu mati min", network=PAGE)
    assert len({request.body for request in eventually(lambda: len(city.hooked) == 2 and city.hooked)}) == 1


def test_a_hook_that_is_not_taken_comes_again(town: Town, city: City) -> None:
    city.hook_status = 503
    town.speak("sari", "lampu mati min", network=PAGE)
    eventually(lambda: city.hooked)
    city.hook_status = 200
    eventually(lambda: town.courier.waiting() == 0)
    assert len(city.hooked) > 1


def test_an_unknown_switch_is_named(ask: Any) -> None:
    answer = ask("/page/faults", "POST", form={"explode": "1"})
    assert (answer.status, "explode" in answer.json()["error"]) == (422, True)
