"""How answers and publications reach a Page, and what is done when they do not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tanggap.channels.connectors.facebook.connector import FacebookConnector
from tanggap.channels.connectors.facebook.samples import (
    ANSWER,
    CITIZEN,
    COMMENT,
    CONNECTION,
    PAGE,
    PRIVATE,
    PUBLICATION,
    PretendGraph,
)
from tanggap.channels.contract import Answer, ConnectorError, Letter, OutgoingMessage, Sent

facebook = FacebookConnector()


class Answering:
    """A Graph API that answers everything alike."""

    def __init__(self, status: int, told: Any, headers: dict[str, str] | None = None) -> None:
        self.answer = Answer(status, headers or {}, json.dumps(told).encode())
        self.asked: list[str] = []

    def request(self, method: str, url: str, **given: Any) -> Answer:
        self.asked.append(f"{method} {url}")
        return self.answer

    def mail(self, letter: Letter) -> None:
        raise AssertionError("a Page gets no letters")


def send(message: OutgoingMessage = ANSWER, door: Any = None) -> Sent:
    return facebook.send(message, CONNECTION, door or PretendGraph())


def refusal(code: int, subcode: int = 0, status: int = 400, headers: dict[str, str] | None = None) -> ConnectorError:
    """The error that one of Facebook's becomes."""
    told = {"error": {"code": code, "error_subcode": subcode, "message": f"about {CITIZEN}", "fbtrace_id": "A1"}}
    with pytest.raises(ConnectorError) as caught:
        send(door=Answering(status, told, headers))
    return caught.value


@pytest.mark.parametrize(("language", "label"), [("id", "Ralat: "), ("jv", "Ralat: "), ("en", "Correction: ")])
def test_a_correction_says_that_it_is_one_and_is_found_again(language: str, label: str) -> None:
    graph, correction = PretendGraph(), replace(ANSWER, corrects="https://kota.example/notes/1", language=language)
    sent = send(correction, graph)
    assert graph.kept[f"{COMMENT}/comments"][0]["message"] == label + ANSWER.text
    assert facebook.look_up(correction, CONNECTION, graph) == sent


def test_an_answer_goes_under_the_comment() -> None:
    graph = PretendGraph()
    sent = send(door=graph)
    assert graph.kept[f"{COMMENT}/comments"][0]["id"] == sent.remote_id


def test_the_address_holds_the_version_and_no_token() -> None:
    graph = PretendGraph()
    send(door=graph)
    [(method, path, fields)] = graph.asked
    assert (method, path) == ("POST", f"/v23.0/{COMMENT}/comments")
    assert "EAAinvented" not in path + str(fields)


def test_every_call_proves_that_we_know_the_apps_secret() -> None:
    graph = PretendGraph()
    send(door=graph)
    assert len(graph.asked[0][2]["appsecret_proof"]) == 64


def test_a_publication_goes_onto_the_page() -> None:
    graph = PretendGraph()
    send(PUBLICATION, graph)
    assert graph.kept[f"{PAGE}/feed"][0]["message"] == PUBLICATION.text


def test_a_private_answer_goes_to_the_person_alone() -> None:
    graph = PretendGraph()
    send(PRIVATE, graph)
    assert list(graph.kept) == [f"{CITIZEN}/messages"]


def test_a_persons_late_answer_says_so_where_facebook_allows_it() -> None:
    graph = PretendGraph()
    allowed = replace(CONNECTION, settings={**CONNECTION.settings, "human_agent": True})
    facebook.send(replace(PRIVATE, extra={"kind": "answer"}), allowed, graph)
    assert graph.asked[0][2]["tag"] == "HUMAN_AGENT"


def test_nothing_automatic_says_that_it_is_a_person() -> None:
    graph = PretendGraph()
    allowed = replace(CONNECTION, settings={**CONNECTION.settings, "human_agent": True})
    facebook.send(replace(PRIVATE, extra={"kind": "acknowledgement"}), allowed, graph)
    assert graph.asked[0][2]["messaging_type"] == "RESPONSE"


def test_a_private_answer_that_is_too_long_is_refused_before_it_is_sent() -> None:
    graph = PretendGraph()
    with pytest.raises(ConnectorError, match="too long") as caught:
        send(replace(PRIVATE, text="a" * 2001), graph)
    assert (caught.value.permanent, graph.asked) == (True, [])


@pytest.mark.parametrize("message", [ANSWER, PUBLICATION, PRIVATE])
def test_what_was_sent_before_is_found(message: OutgoingMessage) -> None:
    graph = PretendGraph()
    sent = send(message, graph)
    found = facebook.look_up(message, CONNECTION, graph)
    assert found is not None
    assert found.remote_id == sent.remote_id


@pytest.mark.parametrize("message", [ANSWER, PUBLICATION, PRIVATE])
def test_what_was_never_sent_is_not_found(message: OutgoingMessage) -> None:
    graph = PretendGraph()
    send(replace(message, text="Kabar lain."), graph)
    assert facebook.look_up(message, CONNECTION, graph) is None


def test_an_answer_to_a_reply_is_found_under_the_comment_above() -> None:
    graph = PretendGraph()
    graph.parents["900_905"] = COMMENT
    to_reply = replace(ANSWER, in_reply_to="900_905")
    sent = send(to_reply, graph)
    found = facebook.look_up(to_reply, CONNECTION, graph)
    assert found is not None
    assert found.remote_id == sent.remote_id


def test_the_same_words_by_somebody_else_are_not_ours() -> None:
    graph = PretendGraph()
    send(ANSWER, graph)
    graph.kept[f"{COMMENT}/comments"][0]["from"] = {"id": CITIZEN}
    assert facebook.look_up(ANSWER, CONNECTION, graph) is None


def test_the_same_words_of_an_earlier_day_are_not_this_message() -> None:
    graph = PretendGraph()
    send(ANSWER, graph)
    assert ANSWER.published_at is not None
    later = replace(ANSWER, published_at=ANSWER.published_at + timedelta(days=1))
    assert facebook.look_up(later, CONNECTION, graph) is None


def test_an_answer_that_facebook_calls_a_repetition_is_looked_up() -> None:
    graph = PretendGraph()
    sent = send(ANSWER, graph)
    honest = graph.request
    graph.request = lambda method, url, **given: (  # type: ignore[method-assign]
        Answer(400, {}, b'{"error": {"code": 506}}') if method == "POST" else honest(method, url, **given)
    )
    assert send(ANSWER, graph).remote_id == sent.remote_id


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001])
def test_too_many_calls_wait(code: int) -> None:
    error = refusal(code, status=403)
    assert not error.permanent
    assert error.retry_after


def test_facebook_says_in_minutes_how_long_to_wait() -> None:
    usage = json.dumps({PAGE: [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 7}]})
    assert refusal(80001, headers={"x-business-use-case-usage": usage}).retry_after == 420


@pytest.mark.parametrize("usage", ["", "{", "[]", '{"1": 5}', '{"1": [{}]}', '{"1": []}'])
def test_a_header_that_makes_no_sense_is_passed_over(usage: str) -> None:
    assert refusal(4, headers={"x-business-use-case-usage": usage}).retry_after == 300


@pytest.mark.parametrize(("code", "status"), [(1, 400), (2, 500), (0, 502), (368, 400)])
def test_what_passes_is_tried_again(code: int, status: int) -> None:
    assert not refusal(code, status=status).permanent


@pytest.mark.parametrize(
    ("code", "subcode"), [(190, 463), (10, 0), (200, 0), (100, 33), (10, 2018278), (551, 0), (506, 0)]
)
def test_what_does_not_pass_is_given_up(code: int, subcode: int) -> None:
    assert refusal(code, subcode).permanent


def test_an_officer_reads_why_in_plain_words() -> None:
    assert refusal(190).shown == "Facebook no longer accepts the Page's access token. Connect the Page again."


def test_facebooks_own_words_are_not_repeated() -> None:
    error = refusal(100)
    assert CITIZEN not in f"{error} {error.shown}"


def test_an_answer_without_an_id_is_no_delivery() -> None:
    with pytest.raises(ConnectorError, match="no id"):
        send(door=Answering(200, {"success": True}))


def test_a_page_without_a_token_is_told_to_be_connected_again() -> None:
    bare = replace(CONNECTION, secrets={"app_secret": "x"})
    with pytest.raises(ConnectorError) as caught:
        facebook.send(ANSWER, bare, PretendGraph())
    assert (caught.value.permanent, "Connect the Page again" in caught.value.shown) == (True, True)
