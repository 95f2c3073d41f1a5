"""Neighbours on the network, as fixtures. Django is not ready when this file is read, so rooms are imported late."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tanggap.federation.signatures.claim import BadSignature
from tanggap.federation.signatures.keys import new_rsa
from tanggap.federation.signatures.verify import SIGNERS
from tests.federation.neighbours import ACTOR, OURS, Neighbour
from tests.federation.web import Web, actor_document

if TYPE_CHECKING:
    from tanggap.registry.models import Agency


@pytest.fixture(scope="session")
def pems() -> tuple[str, str]:
    return new_rsa()


@pytest.fixture(scope="session")
def neighbour(pems: tuple[str, str]) -> Neighbour:
    return Neighbour(*pems)


@pytest.fixture(scope="session")
def stranger() -> Neighbour:
    return Neighbour(*new_rsa())


@pytest.fixture(params=sorted(SIGNERS))
def scheme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def refused() -> Callable:
    """`with refused("…"):` — the request is refused with these words."""
    return lambda words=None: pytest.raises(BadSignature, match=words)


@pytest.fixture
def our_host(settings) -> None:
    """This installation is `kota.example`, over https."""
    settings.PUBLIC_HOST, settings.BASE_URL = OURS, f"https://{OURS}"


@pytest.fixture
def agency(db, our_host) -> Agency:
    """Dinas PU with its account on the fediverse."""
    from tanggap.federation.actions import join_fediverse
    from tanggap.records.actions import open_log
    from tanggap.registry.actions import open_agency

    open_log("kota.example/log")
    opened = open_agency("dinas-pu", "Dinas Pekerjaan Umum", description="Jalan dan jembatan")
    join_fediverse(opened)
    return opened


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    """The rest of the network as the key ring sees it, and a fresh ring and limits."""
    from tanggap.federation import inbox_view
    from tanggap.federation.fetch import Fetcher
    from tanggap.federation.keys import KeyRing
    from tanggap.federation.limits import (
        FLAGS_PER_SERVER,
        PER_AUTHOR,
        PER_SERVER,
        PROTOCOL_PER_AUTHOR,
        UNPROVEN_PER_NETWORK,
        Limiter,
    )

    network = Web()
    fresh = KeyRing(Fetcher(lambda: network, lambda url: {}, allow_http=False))
    monkeypatch.setattr(inbox_view, "ring", lambda: fresh)
    monkeypatch.setattr(inbox_view, "by_server", Limiter(PER_SERVER))
    monkeypatch.setattr(inbox_view, "by_author", Limiter(PER_AUTHOR))
    monkeypatch.setattr(inbox_view, "protocol_by_author", Limiter(PROTOCOL_PER_AUTHOR))
    monkeypatch.setattr(inbox_view, "flags_by_server", Limiter(FLAGS_PER_SERVER))
    monkeypatch.setattr(inbox_view, "unproven_by_network", Limiter(UNPROVEN_PER_NETWORK))
    return network


@pytest.fixture
def siti(web: Web, neighbour: Neighbour) -> Neighbour:
    """A citizen whose account can be fetched."""
    web.show(ACTOR, actor_document(neighbour.public_pem))
    return neighbour
