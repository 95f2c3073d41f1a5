"""Facebook's hook: only Facebook is believed, and every event is kept once."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.channels.connectors.facebook.connector import FacebookConnector
from tanggap.channels.connectors.facebook.samples import (
    CONNECTION,
    LIKE,
    PAGE,
    SAMPLES,
    comment,
    entry,
    hook,
    message,
    signed_hook,
)
from tanggap.channels.contract import ConnectorError, HookAnswer, HookRequest
from tanggap.channels.testing.trial import Trial

facebook = FacebookConnector()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = [*comment(), "sender_id", "reaction_type", "share_id", "permalink_url"]
MESSAGING = ["sender", "recipient", "timestamp", "message", "reaction", "message_edit"]


def ask(told: Any, **kwargs: Any) -> HookAnswer:
    return facebook.read_hook(signed_hook(told, **kwargs), CONNECTION)


def ids(told: Any) -> list[str]:
    return [notice.event_id for notice in ask(told).notices]


def handshake(**query: str) -> HookAnswer:
    asked = {"hub.mode": "subscribe", "hub.challenge": "42", "hub.verify_token": "invented-verify"}
    return facebook.read_hook(HookRequest("GET", {**asked, **query}, {}, b""), CONNECTION)


def test_the_handshake_returns_the_challenge() -> None:
    assert (handshake().status, handshake().body) == (200, b"42")


def test_a_handshake_with_the_wrong_token_gets_403_and_no_challenge() -> None:
    answer = handshake(**{"hub.verify_token": "guessed"})
    assert (answer.status, answer.body) == (403, b"")


def test_a_handshake_is_refused_where_no_token_was_set() -> None:
    bare = replace(CONNECTION, secrets={"app_secret": "x"})
    request = HookRequest("GET", {"hub.mode": "subscribe", "hub.challenge": "42", "hub.verify_token": ""}, {}, b"")
    assert facebook.read_hook(request, bare).status == 403


def test_a_signed_comment_is_one_notice_for_its_page() -> None:
    [notice] = ask(hook(entry(comment()))).notices
    assert (notice.account_id, json.loads(notice.body)["change"]["message"]) == (PAGE, comment()["message"])


def test_a_wrong_signature_gets_403_and_keeps_nothing() -> None:
    answer = ask(hook(entry(comment())), secret="guessed")
    assert (answer.status, answer.notices) == (403, ())


def test_the_old_sha1_signature_is_not_enough() -> None:
    request = replace(signed_hook(hook(entry(comment()))), headers={"x-hub-signature": "sha1=00"})
    assert facebook.read_hook(request, CONNECTION).status == 403


def test_without_an_app_secret_nothing_is_believed() -> None:
    request = signed_hook(hook(entry(comment())), secret="")
    assert facebook.read_hook(request, replace(CONNECTION, secrets={})).status == 403


def test_one_hook_carries_events_of_several_pages() -> None:
    told = hook(entry(comment(), page="1"), entry(comment(comment_id="5_6"), LIKE, page="2"))
    assert [notice.account_id for notice in ask(told).notices] == ["1", "2", "2"]


def test_the_pages_own_comments_are_not_kept() -> None:
    answer = ask(hook(entry(comment(**{"from": {"id": PAGE, "name": "Dinas PU"}}))))
    assert (answer.status, list(answer.notices)) == (200, [])


def test_the_echo_of_the_pages_own_message_is_not_kept() -> None:
    echo = message(message={"mid": "m_2", "text": "kami periksa", "is_echo": True})
    assert list(ask(hook({"id": PAGE, "time": 1, "messaging": [echo]})).notices) == []


def test_delivery_receipts_are_not_kept() -> None:
    receipt = {"sender": {"id": "1"}, "recipient": {"id": PAGE}, "delivery": {"mids": ["m_1"]}}
    assert list(ask(hook({"id": PAGE, "time": 1, "messaging": [receipt]})).notices) == []


def test_a_comment_sent_again_later_has_the_same_id() -> None:
    assert ids(hook(entry(comment(), time=1))) == ids(hook(entry(comment(), time=99)))


def test_adding_and_removing_a_comment_are_two_events() -> None:
    assert len(set(ids(hook(entry(comment(), comment(verb="remove")))))) == 2


def test_an_edit_back_to_an_earlier_text_is_an_event_of_its_own() -> None:
    edit = comment("lampu mati", verb="edited")
    assert ids(hook(entry(edit, time=1))) != ids(hook(entry(edit, time=2)))


def test_signed_bytes_that_are_no_json_get_400() -> None:
    assert ask(b"\xff{").status == 400


def test_something_else_than_a_page_gets_400() -> None:
    assert ask({"object": "user", "entry": []}).status == 400


def test_deep_nesting_gets_400() -> None:
    assert ask(b'{"object":"page","entry":' + b"[" * 100_000).status == 400


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.dictionaries(st.text(max_size=20), st.text(max_size=40), max_size=3))
def test_no_stranger_gets_anything_kept(body: bytes, headers: dict[str, str]) -> None:
    answer = facebook.read_hook(HookRequest("POST", {}, headers, body), CONNECTION)
    assert (answer.status, list(answer.notices)) == (403, [])


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["hub.mode", "hub.challenge", "hub.verify_token"]), st.text(max_size=30)))
def test_no_query_gets_a_challenge_without_the_token(query: dict[str, str]) -> None:
    answer = facebook.read_hook(HookRequest("GET", query, {}, b""), CONNECTION)
    assert answer.status >= 400


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_whatever_facebook_signs_is_answered_and_read_or_refused(told: Any) -> None:
    for shape in (told, hook({"id": PAGE, "time": 1, "changes": told}), hook({"id": PAGE, "messaging": [told]})):
        for notice in ask(shape).notices:
            read(notice.body)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FIELDS), JSON, st.sampled_from(["comment", "post", "reaction", "share"]))
def test_a_comment_with_one_strange_field_is_read_or_refused(field: str, value: Any, item: str) -> None:
    for notice in ask(hook(entry(comment(**{"item": item, field: value})))).notices:
        read(notice.body)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(MESSAGING), JSON)
def test_a_message_with_one_strange_field_is_read_or_refused(field: str, value: Any) -> None:
    told = hook({"id": PAGE, "time": 1, "messaging": [message(**{field: value})]})
    for notice in ask(told).notices:
        read(notice.body)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_that_never_passed_the_hook_are_refused_for_good(body: bytes) -> None:
    read(body)


def read(body: bytes) -> None:
    """Read some bytes; only what can be stored or a permanent ConnectorError may come of it."""
    failure = None
    try:
        found = list(facebook.read_events(body, CONNECTION))
    except ConnectorError as error:
        failure, found = error, []
    assert failure is None or failure.permanent
    trial = Trial(facebook, SAMPLES, [])
    for event in found:
        trial.check_event(event)
    assert trial.failures == []


def test_a_name_that_is_no_text_is_refused_and_not_kept() -> None:
    for odd in (entry(comment()) | {"id": "\ud800"}, entry(comment(comment_id="\ud800"))):
        answer = ask({"object": "page", "entry": [odd]})
        assert (answer.status, list(answer.notices)) == (400, [])
