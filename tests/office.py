"""A small government for tests: two agencies, their officers, a citizen on the fediverse, and the loop by hand."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tanggap.cases.models import Case
    from tanggap.registry.models import Agency, Officer, OfficialAccount

ALL_POWERS = ("answer", "assign", "dismiss", "close", "hide", "draft", "confidential")
_numbers = itertools.count(1)


@dataclass
class Office:
    """The government as a test knows it."""

    pu: Agency
    dishub: Agency
    account: OfficialAccount
    officer: Officer
    colleague: Officer
    approver: Officer
    stranger: Officer
    head: Officer

    def write(self, text: str, **changes: Any) -> str:
        """A citizen's post arrives and is received; returns its remote id."""
        from tanggap.base.clock import now
        from tanggap.channels.contract import Audience, Author, IncomingPost
        from tanggap.inbox.actions import Received, receive_posts

        number = next(_numbers)
        network = changes.pop("network", "activitypub")
        author = changes.pop("author", f"citizen{number}")
        remote_id = changes.pop("remote_id", f"https://town.example/notes/{number}")
        post = IncomingPost(
            remote_id=remote_id,
            author=Author(
                f"https://town.example/users/{author}",
                handle=f"@{author}@town.example",
                inbox=f"https://town.example/users/{author}/inbox",
                is_bot=changes.pop("is_bot", False),
            ),
            text=text,
            audience=changes.pop("audience", Audience.PUBLIC),
            addressed_to=changes.pop("addressed_to", (self.account.remote_id,)),
            url=remote_id,
            **changes,
        )
        receive_posts([Received(network, now(), post)])
        return remote_id

    def work(self) -> None:
        """Every local step once, in the order of the flow; nothing is sent."""
        from tanggap.cases.steps import acknowledge_cases, file_edits, file_posts
        from tanggap.inbox.steps import understand

        for step in (understand, file_posts, file_edits, acknowledge_cases):
            step(100)

    def case(self, text: str = "Lampu jalan di depan sekolah mati, tolong diperbaiki", **changes: Any) -> Case:
        """A case that a citizen's post opened."""
        from tanggap.cases.models import Case

        remote_id = self.write(text, **changes)
        self.work()
        return Case.objects.get(opening_post__remote__remote_id=remote_id)


@pytest.fixture(scope="session")
def signing_keys() -> Callable[..., Any]:
    """One RSA key for every agency: making a new one takes a third of a second."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return lambda **_: key


@pytest.fixture
def office(db: None, signing_keys: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Office:
    """The government, open for business."""
    monkeypatch.setattr("tanggap.registry.actions.agencies.rsa.generate_private_key", signing_keys)
    from tanggap.channels.actions import connect_account
    from tanggap.records.actions import open_log
    from tanggap.registry.actions import give_standing_instruction, open_agency, open_own_account

    open_log("localhost:8000/log")
    pu = open_agency("dinas-pu", "Dinas PU", keywords=["jalan", "lampu jalan", "lubang"])
    dishub = open_agency("dinas-perhubungan", "Dinas Perhubungan", keywords=["angkot", "parkir"])
    account = open_own_account(pu)
    connect_account(account, "activitypub")
    give_standing_instruction(pu, "SK 2/2026", acting_officer=None)
    hire = _hire
    return Office(
        pu=pu,
        dishub=dishub,
        account=account,
        officer=hire("petugas", pu, ALL_POWERS, on_duty=True),
        colleague=hire("rekan", pu, ("answer",)),
        approver=hire("penyetuju", pu, ("approve",)),
        stranger=hire("petugas-lain", dishub, ALL_POWERS),
        head=hire("kepala", pu, ("grant", "accounts"), is_head=True),
    )


def _hire(username: str, agency: Agency, powers: tuple[str, ...], **changes: Any) -> Officer:
    from tanggap.people.actions import create_user
    from tanggap.registry.actions import appoint_officer, grant_mandate

    user = create_user(
        username, full_name=f"Nama {username}", email=f"{username}@kota.example", password="teladan-demo"
    )
    officer = appoint_officer(user, agency, f"Kepala Seksi {username}", acting_officer=None, **changes)
    grant_mandate(officer, powers, "SK 1/2026", acting_officer=None)
    return officer


@pytest.fixture
def entries() -> Callable[[], list[str]]:
    """The types of every entry of the record about posts, cases, messages and publications, in order."""
    from tanggap.records.models import Entry

    rooms = ("post.", "case.", "message.", "publication.")
    return lambda: [e.type for e in Entry.objects.order_by("id") if e.type.startswith(rooms)]
