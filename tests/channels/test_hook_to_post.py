"""A Page's hook from the request to the post, with the real door and the real database."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tanggap.channels.actions import connect_account
from tanggap.channels.connectors.facebook.samples import (
    COMMENT,
    CONNECTION,
    PAGE,
    comment,
    entry,
    hook,
    message,
    signed_hook,
)
from tanggap.channels.models import Arrival
from tanggap.inbox.models import Post
from tanggap.inbox.steps import read_arrivals
from tanggap.registry.models import OfficialAccount
from tests.everywhere import places_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(office: Any) -> str:
    """The address of the web hook of the agency's Page."""
    page = OfficialAccount.objects.create(
        agency=office.pu, network="facebook", handle="DinasPUTeladan", url="https://page.example/", remote_id=PAGE
    )
    return f"/hooks/{connect_account(page, 'facebook', {}, dict(CONNECTION.secrets)).token}"


def post_hook(client: Client, address: str, told: dict[str, Any], secret: str = "invented-app-secret") -> int:
    signed = signed_hook(told, secret)
    signature = {"HTTP_X_HUB_SIGNATURE_256": signed.headers["x-hub-signature-256"]}
    return client.post(address, signed.body, content_type="application/json", **signature).status_code


def test_a_comment_becomes_one_post_however_often_it_is_sent(client: Client, address: str) -> None:
    for _ in range(3):
        assert post_hook(client, address, hook(entry(comment()))) == 200
    read_arrivals(10)
    [post] = Post.objects.all()
    assert (post.remote.remote_id, post.text, post.agency.slug) == (COMMENT, comment()["message"], "dinas-pu")


def test_a_message_becomes_a_post_that_is_not_public(client: Client, address: str) -> None:
    post_hook(client, address, hook({"id": PAGE, "time": 1, "messaging": [message()]}))
    read_arrivals(10)
    assert Post.objects.get().audience == "direct"


def test_an_edit_and_a_removal_reach_the_post(client: Client, address: str) -> None:
    post_hook(client, address, hook(entry(comment())))
    post_hook(client, address, hook(entry(comment("sudah nyala", verb="edited")), entry(comment(verb="remove"))))
    read_arrivals(10)
    post = Post.objects.get()
    assert post.edited_at is not None
    assert (post.text, post.deleted_at is not None) == ("", True)


def test_a_forged_hook_keeps_nothing(client: Client, address: str) -> None:
    assert post_hook(client, address, hook(entry(comment())), secret="guessed") == 403
    assert not Arrival.objects.exists()


def test_the_handshake_is_answered_through_the_door(client: Client, address: str) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "42", "hub.verify_token": "invented-verify"}
    assert client.get(address, asked).content == b"42"


def test_a_hook_is_told_to_come_again_while_too_many_wait(client: Client, address: str, monkeypatch: Any) -> None:
    monkeypatch.setattr("tanggap.channels.committer.backlog.is_full", lambda: True)
    assert post_hook(client, address, hook(entry(comment()))) == 503
    assert not Arrival.objects.exists()


def test_a_removal_that_names_nobody_reaches_the_post(client: Client, address: str) -> None:
    nameless = {name: value for name, value in comment(verb="remove").items() if name not in ("from", "message")}
    post_hook(client, address, hook(entry(comment()), entry(nameless)))
    read_arrivals(10)
    assert places_of(comment()["message"]) == set()
    assert Post.objects.get().deleted_at is not None
