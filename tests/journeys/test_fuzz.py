"""Whatever comes to the two doors for machines is taken or refused, and what is taken never stops the worker."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journeys.fediverse import Neighbour
from town.keys import public_pem

pytestmark = pytest.mark.django_db
OFFICE = "http://localhost:8000/@dinas-pu"
INBOX = "http://localhost:8000/inbox"
SITI = Neighbour(key=None, base="http://127.0.0.1:9")  # type: ignore[arg-type]
ME = SITI.actor()
SECRET = "invented-app-secret"
REFUSALS = {400, 401, 403, 404, 408, 413, 429}

bounded = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
KNOWN = ["Create", "Undo", "Follow", "Delete", "Note", "Person", "Tombstone", "Move", "Flag", "Like", "id", "as:Public"]
ADDRESSES = [ME, OFFICE, f"{ME}/notes/1", f"{ME}#main-key", "http://127.0.0.9:9/x"]
ODD = ["\u0000", "\u202e<script>", "9" * 400]
words = st.text(max_size=12) | st.sampled_from([*KNOWN, *ADDRESSES, *ODD])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=10,
)
kinds = st.sampled_from(["Create", "Update", "Delete", "Undo", "Follow", "Block", "Move", "Flag", "Announce", "Like"])
activities = st.dictionaries(st.sampled_from(["object", "to", "cc", "target", "content", "name"]), anything, max_size=2)
notes = st.dictionaries(
    st.sampled_from(["id", "type", "content", "to", "cc", "tag", "inReplyTo", "contentMap", "published", "url"])
    | st.sampled_from(["attributedTo", "conversation", "summary", "name", "mediaType", "actor", "object"]),
    anything,
    max_size=2,
)
changes = st.dictionaries(
    st.sampled_from(["item", "verb", "from", "post_id", "comment_id", "parent_id", "created_time", "message", "post"]),
    anything,
    max_size=3,
)


@pytest.fixture
def town(office: Any, citizens_key: RSAPrivateKey) -> Neighbour:
    """A citizen whose key the government knows."""
    from tanggap.channels.contract import Author
    from tanggap.federation.actions import keep_remote_key
    from tanggap.federation.remote import FoundKey, RemoteActor

    SITI.key = citizens_key
    key = FoundKey(f"{ME}#main-key", ME, public_pem(citizens_key))
    keep_remote_key(RemoteActor(key, Author(ME, handle="@siti@127.0.0.1:9", inbox=f"{ME}/inbox")))
    return SITI


@pytest.fixture
def hook(office: Any) -> str:
    """The web hook of the agency's Page."""
    from tanggap.channels.actions import connect_account
    from tanggap.registry.models import OfficialAccount

    page = OfficialAccount.objects.create(
        agency=office.pu, network="facebook", handle="DinasPU", url="https://page.example/", remote_id="100200300400"
    )
    secrets = {"account_access_token": "x", "app_secret": SECRET, "verify_token": "invented"}
    return f"/hooks/{connect_account(page, 'facebook', {}, secrets).token}"


@bounded
@given(body=st.binary(max_size=200), headers=st.dictionaries(st.sampled_from(["Signature", "Date", "Digest"]), words))
def test_anything_unsigned_is_refused_at_the_inbox(office: Any, client: Client, body: bytes, headers: dict) -> None:
    printable = {name: "".join(c for c in value if c.isprintable()) for name, value in headers.items()}
    answer = client.post("/inbox", body, content_type="x/y", headers=printable, HTTP_HOST="localhost:8000")
    assert answer.status_code == 401


@bounded
@given(kind=kinds, turned=activities, note=notes)
def test_any_signed_activity_is_read_or_refused(
    town: Neighbour, client: Client, kind: str, turned: dict, note: dict
) -> None:
    whole = town.complaint(OFFICE)
    whole = {**whole, "type": kind, "object": {**whole["object"], **note}, **turned}
    post_signed(town, client, json.dumps(whole).encode())
    read_what_arrived()


@bounded
@given(body=st.binary(max_size=200) | anything.map(lambda value: json.dumps(value).encode()))
def test_any_signed_bytes_are_refused_or_mean_nothing(town: Neighbour, client: Client, body: bytes) -> None:
    post_signed(town, client, body)
    read_what_arrived()


@bounded
@given(change=changes, entry=st.dictionaries(st.sampled_from(["id", "time", "changes", "messaging"]), anything))
def test_any_signed_hook_is_read_or_refused(hook: str, client: Client, change: dict, entry: dict) -> None:
    told = {"id": "100200300400", "time": 1, "changes": [{"field": "feed", "value": {**comment(), **change}}], **entry}
    post_hook(client, hook, json.dumps({"object": "page", "entry": [told]}).encode())
    read_what_arrived()


@bounded
@given(body=st.binary(max_size=200) | anything.map(lambda value: json.dumps(value).encode()), is_signed=st.booleans())
def test_any_bytes_at_the_hook_are_refused_or_mean_nothing(
    hook: str, client: Client, body: bytes, is_signed: bool
) -> None:
    post_hook(client, hook, body, SECRET if is_signed else "guessed")
    read_what_arrived()


@bounded
@given(token=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30), query=words)
def test_a_hook_that_is_nobody_s_is_not_there(office: Any, client: Client, token: str, query: str) -> None:
    from urllib.parse import quote

    address = f"/hooks/{quote(token, safe='')}"
    asked = {"hub.mode": "subscribe", "hub.challenge": query, "hub.verify_token": query}
    assert client.get(address, asked).status_code == 404
    assert client.post(address, b"{}", content_type="application/json").status_code in (403, 404)


def post_signed(town: Neighbour, client: Client, body: bytes) -> None:
    """Send a body as the citizen; it is taken or refused."""
    headers = {name: value for name, value in town.signed(INBOX, body, at=time.time()).items() if name != "Host"}
    answer = client.post("/inbox", body, content_type="x/y", headers=headers, HTTP_HOST="localhost:8000")
    assert answer.status_code == 202 or answer.status_code in REFUSALS


def post_hook(client: Client, address: str, body: bytes, secret: str = SECRET) -> None:
    """Send a body as Facebook; it is taken or refused."""
    signature = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    answer = client.post(address, body, content_type="application/json", headers={"X-Hub-Signature-256": signature})
    assert answer.status_code == 200 or answer.status_code in REFUSALS


def read_what_arrived() -> None:
    """Every step of the worker runs over what arrived, and none of it waits or breaks a connector."""
    from tanggap.channels.models import Arrival
    from tanggap.config.flow import STEPS

    for step in STEPS:
        if step.group == "work":
            step.run(100)
    assert not Arrival.objects.filter(state="arrived").exists()
    assert not Arrival.objects.filter(reason__contains="broke").exists()


def comment() -> dict[str, Any]:
    """A comment of a citizen as Facebook tells it."""
    return {
        "item": "comment",
        "verb": "add",
        "from": {"id": "7654321000", "name": "Sari"},
        "post_id": "100200300400_900",
        "comment_id": "900_901",
        "parent_id": "100200300400_900",
        "created_time": 1770595200,
        "message": "lampu jalan mati",
    }
