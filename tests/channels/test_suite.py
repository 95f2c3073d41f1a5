"""The conformance suite finds what is wrong with a connector, and lets ours pass."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tanggap.channels.connectors.facebook.connector import FacebookConnector
from tanggap.channels.connectors.facebook.samples import SAMPLES, PretendGraph
from tanggap.channels.contract import ConnectorError, HookAnswer, Notice, Sent
from tanggap.channels.plugins import connector, samples_of
from tanggap.channels.testing import Agreeable, check_connector


@pytest.mark.parametrize("kind", ["facebook", "webform", "email", "activitypub"])
def test_a_shipped_connector_keeps_the_contract(kind: str) -> None:
    assert check_connector(connector(kind), samples_of(kind)) == []


def test_something_that_is_no_connector_is_told_so() -> None:
    assert check_connector(object()) == ["lacks a part of the contract: kind, name, version, … or a method"]  # type: ignore[arg-type]


def spoiled(network: type = PretendGraph, **methods: Callable[..., Any]) -> list[str]:
    """The suite's verdict on the Facebook connector with some of it replaced."""
    return check_connector(type("Spoiled", (FacebookConnector,), methods)(), replace(SAMPLES, network=network))


def test_a_hook_that_believes_everybody_is_found_out() -> None:
    notice = Notice("1", b"{}")
    failures = spoiled(read_hook=lambda self, request, held: HookAnswer(200, notices=[notice]))
    assert "read_hook answers an unsigned request with 200" in failures
    assert "read_hook keeps something of a request with a changed body" in failures


def test_event_ids_that_change_are_found_out() -> None:
    honest = FacebookConnector()

    def read_hook(self: Any, request: Any, held: Any) -> HookAnswer:
        answer = honest.read_hook(request, held)
        return replace(answer, notices=[replace(n, event_id=f"{id(n)}") for n in answer.notices])

    assert "event ids differ when an event is sent again" in spoiled(read_hook=read_hook)


def test_an_exception_of_its_own_is_found_out() -> None:
    def read_events(self: Any, body: bytes, held: Any) -> Any:
        raise KeyError("message")

    assert "read_events raises KeyError at malformed bytes" in spoiled(read_events=read_events)


def test_an_error_that_says_the_token_is_found_out() -> None:
    def send(self: Any, message: Any, held: Any, door: Any) -> Sent:
        raise ConnectorError(f"refused {held.secrets['access_token']}", permanent=True)

    assert "an error says a secret" in spoiled(send=send)


def test_an_error_whose_cause_names_the_citizen_is_found_out() -> None:
    def send(self: Any, message: Any, held: Any, door: Any) -> Sent:
        raise ConnectorError("refused", permanent=True) from ValueError(f"no {message.recipient.name}")

    named = replace(SAMPLES, messages=SAMPLES.messages[:1])
    assert "an error names a citizen" in check_connector(type("S", (FacebookConnector,), {"send": send})(), named)


def test_taking_an_error_for_success_is_found_out() -> None:
    def send(self: Any, message: Any, held: Any, door: Any) -> Sent:
        door.request("POST", "https://x.example")
        return Sent("1")

    assert "send takes an answer of 500 for success" in spoiled(Agreeable, send=send)


def test_giving_up_at_a_passing_error_is_found_out() -> None:
    def send(self: Any, message: Any, held: Any, door: Any) -> Sent:
        answer = door.request("POST", "https://x.example")
        if answer.status >= 400:
            raise ConnectorError("no", permanent=True)
        return Sent("1")

    assert "send gives up for good at an answer of 503, which passes" in spoiled(Agreeable, send=send)


def test_a_lookup_that_finds_nothing_is_found_out() -> None:
    assert "look_up does not find what was sent" in spoiled(look_up=lambda self, message, held, door: None)


def test_going_past_the_door_is_found_out_and_gets_nowhere() -> None:
    def read_events(self: Any, body: bytes, held: Any) -> Any:
        socket.create_connection(("127.0.0.1", 9), timeout=1)
        return []

    assert "opens a connection of its own instead of using the door" in spoiled(read_events=read_events)
