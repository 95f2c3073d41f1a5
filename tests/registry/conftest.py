"""An agency of a made-up city with its people. Keys are made once, since RSA takes its time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

# Django is not ready yet when this file is read, so models are imported where they are used.
if TYPE_CHECKING:
    from tanggap.registry.models import Agency, Officer

Appoint = Callable[..., "Officer"]


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    from tanggap.registry.actions import agencies
    from tanggap.registry.models import SigningKey

    def copy() -> SigningKey:
        key = _one_key()
        return SigningKey(public_pem=key.public_pem, sealed_private=key.sealed_private)

    _one_key()
    monkeypatch.setattr(agencies, "_new_signing_key", copy)


@cache
def _one_key() -> Any:
    from tanggap.registry.actions import agencies

    return agencies._new_signing_key()


@pytest.fixture
def agency(db: None) -> Agency:
    """Dinas PU, opened by the operator."""
    from tanggap.registry.actions import open_agency

    return open_agency("dinas-pu", "Dinas PU", keywords=["jalan", "jembatan"])


@pytest.fixture
def other_agency(db: None) -> Agency:
    """Dinas Perhubungan."""
    from tanggap.registry.actions import open_agency

    return open_agency("dishub", "Dinas Perhubungan")


@pytest.fixture
def appoint(agency: Agency) -> Appoint:
    """Make an officer of Dinas PU, with the powers given; `agency` places them elsewhere."""
    from tanggap.people.actions import create_user
    from tanggap.registry.actions import appoint_officer, grant_mandate

    def appoint(username: str, *powers: str, agency: Agency = agency, **more: Any) -> Officer:
        user = create_user(username, username.title())
        officer = appoint_officer(user, agency, f"Kepala Seksi {username}", acting_officer=None, **more)
        if powers:
            grant_mandate(officer, powers, "SK 1/2026", acting_officer=None)
        return officer

    return appoint


@pytest.fixture
def head(appoint: Appoint) -> Officer:
    """The head of Dinas PU, who grants mandates and manages accounts."""
    return appoint("kepala", "grant", "accounts", is_head=True)


@pytest.fixture
def officer(appoint: Appoint) -> Officer:
    """An officer without any mandate."""
    return appoint("petugas")
