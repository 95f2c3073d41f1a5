"""Another ActivityPub server beside ours: it follows, asks, is answered in its thread, and is refused unsigned."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.conftest import new_database
from tests.journeys.installation import Installation, Visitor, wait_until
from tests.peers.fedify_peer import FedifyPeer, running

pytestmark = pytest.mark.peer
PASSWORD = "sembilan-burung-di-kawat"
COMPLAINT = "Jalan Melati berlubang besar di depan pasar, motor sering jatuh. Tolong diperbaiki."
ANSWER = "Terima kasih. Lubangnya kami tambal hari Kamis."
COMMANDS = (
    ("init", "--yes"),
    ("agency", "add", "dinas-pu", "--name", "Dinas Pekerjaan Umum", "--keyword", "jalan"),
    (
        "user",
        "add",
        "petugas",
        "--name",
        "Petugas",
        "--agency",
        "dinas-pu",
        "--position",
        "Petugas",
        "--password-stdin",
    ),
    ("mandate", "grant", "petugas", "--powers", "answer,close", "--decree", "SK 1/2026", "--acknowledge"),
    ("connect", "activitypub", "dinas-pu"),
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with one agency on the fediverse and one officer, serving; one for all the peers."""
    with new_database() as database_url:
        one = Installation(tmp_path_factory.mktemp("office"), database_url)
        for command in COMMANDS:
            one.run(*command, stdin=f"{PASSWORD}\n")
        with one.served():
            yield one


@pytest.fixture(scope="module", params=["rfc9421", "draft-cavage-http-signatures-12"])
def fedify(request: pytest.FixtureRequest) -> Iterator[FedifyPeer]:
    """The peer, knocking first with each scheme."""
    with running(request.param) as peer:
        yield peer


def test_follow_mention_case_and_answer_in_the_thread(office: Installation, fedify: FedifyPeer) -> None:
    actor = f"{office.url}/@dinas-pu"
    follow(fedify, actor)
    note = did(fedify.ask("post", actor=actor, text=COMPLAINT, language="id"))["note"]
    receipt = wait_until(lambda: reply_to(fedify, note))
    officer = Visitor(office.url)
    case = wait_until(lambda: open_case(officer, receipt["content"]))
    status, refused = officer.ask("POST", f"/api/v1/cases/{case['id']}/answers", {"text": ANSWER}, sign_in(officer))
    assert status == 201, refused
    answer = wait_until(lambda: reply_to(fedify, note, saying=ANSWER))
    assert answer["attributedTo"] == actor
    assert fedify.actor in as_list(answer["to"]) + as_list(answer.get("cc"))
    dispute(office, fedify, answer["id"], case["id"])


def test_an_unsigned_post_is_refused(office: Installation) -> None:
    activity = {"id": "http://localhost:9/a", "type": "Create", "actor": "http://localhost:9/u", "object": {}}
    request = urllib.request.Request(f"{office.url}/inbox", json.dumps(activity).encode(), method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 401


def test_fedify_finds_the_agency(office: Installation, fedify: FedifyPeer) -> None:
    found = fedify.ask("lookup", what=f"{office.url}/@dinas-pu")["found"]
    assert (found["type"], found["preferredUsername"]) == ("Organization", "dinas-pu")


def follow(fedify: FedifyPeer, actor: str) -> None:
    """The citizen follows, and the agency's server accepts."""
    asked = did(fedify.ask("follow", actor=actor))["id"]
    [accept] = wait_until(lambda: fedify.arrived("Accept"))
    accepted = accept["object"]
    assert asked == (accepted["id"] if isinstance(accepted, dict) else accepted)


def dispute(office: Installation, fedify: FedifyPeer, answer_id: str, case_id: str) -> None:
    """The citizen says that it is not done, and everybody sees it on the case's page."""
    did(
        fedify.ask("post", actor=f"{office.url}/@dinas-pu", text="Belum selesai, masih berlubang.", inReplyTo=answer_id)
    )
    assert wait_until(lambda: "masih berlubang" in Visitor(office.url).get(f"/cases/{case_id}/"))


def did(said: dict[str, Any]) -> dict[str, Any]:
    assert "error" not in said, said
    return said


def reply_to(fedify: FedifyPeer, note: str, saying: str = "") -> dict[str, Any] | None:
    """The note that arrived at Fedify in answer to one of its own."""
    notes = [activity["object"] for activity in fedify.arrived("Create")]
    return next((one for one in notes if one.get("inReplyTo") == note and saying in one["content"]), None)


def open_case(officer: Visitor, receipt: str) -> dict[str, Any] | None:
    """The case that waits for an answer and whose number stands in the acknowledgement."""
    _, document = officer.ask("GET", "/api/v1/cases?status=open", token=sign_in(officer))
    cases = document["cases"] if isinstance(document, dict) else document
    return next((case for case in cases if case["id"] in receipt), None)


def sign_in(officer: Visitor) -> str:
    status, document = officer.ask("POST", "/api/v1/session", {"username": "petugas", "password": PASSWORD})
    assert status in (200, 201), document
    return str(document["token"])


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []
