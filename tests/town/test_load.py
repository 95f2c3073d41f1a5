"""The crowd for the benches: signed beforehand, served, sent and counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.town.conftest import City, eventually, free_port
from town.fediverse.signatures import verify
from town.load import Crowd, Peers, activities, fire, load_crowd, make_crowd
from town.load.fire import percentile
from town.load.requests import read_requests


@pytest.fixture
def crowd(tmp_path: Path) -> Crowd:
    return make_crowd(tmp_path / "crowd", authors=20, servers=5, port=free_port(), keys=1)


def test_every_server_has_an_address_of_its_own() -> None:
    crowd = Crowd("", authors=1, servers=1000, port=1, keys=1)
    addresses = {crowd.address(server) for server in range(1000)}
    assert len(addresses) == 1000
    assert not any(address.endswith((".0", ".255")) or address == "127.0.0.1" for address in addresses)


def test_a_crowd_is_found_again(crowd: Crowd) -> None:
    assert load_crowd(Path(crowd.folder)) == crowd


def test_every_request_is_signed_by_its_author_and_mentions_the_agency(crowd: Crowd, city: City) -> None:
    path = activities(Path(crowd.folder) / "r", crowd, count=3, inbox=f"{city.base}/inbox", agency=city.agency, first=7)
    assert fire(path, city.base, connections=1).statuses == {202: 3}
    for number, (request, told) in enumerate(city.received, 7):
        verify("POST", request.target, request.headers, request.body, lambda _: crowd.public_pem(0))
        assert told["object"]["id"] == f"{crowd.actor(number % 20)}/statuses/{number}"
        assert told["object"]["tag"][0]["href"] == city.agency


def test_peers_serve_keys_and_count_what_comes(crowd: Crowd, city: City) -> None:
    answer = json.dumps({"object": {"inReplyTo": f"{crowd.actor(3)}/statuses/43"}}).encode()
    request = b"POST /inbox HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s" % (len(answer), answer)
    with Peers(crowd) as peers:
        result = fire([request] * 50, crowd.base(3), connections=4)
        counts = peers.counts()
        assert result.statuses == {202: 50}
        assert (counts["posts"], counts["shared"]) == (50, 50)
        assert list(peers.replied()) == [43]
        peers.reset()
        assert peers.counts()["posts"] == 0


def test_a_set_rate_is_kept(crowd: Crowd, city: City) -> None:
    path = activities(Path(crowd.folder) / "r", crowd, count=20, inbox=f"{city.base}/inbox", agency=city.agency)
    result = fire(path, city.base, rate=100, connections=4)
    assert 0.15 < result.seconds < 1
    assert result.summary()["requests"] == eventually(lambda: len(city.received)) == len(list(read_requests(path)))


def test_a_server_that_is_not_there_ends_the_run(crowd: Crowd) -> None:
    result = fire([b"GET / HTTP/1.1\r\n\r\n"] * 3, f"http://127.0.0.1:{free_port()}", connections=2)
    assert result.statuses == {0: 3}
    assert result.per_second == 0


def test_percentiles() -> None:
    assert (percentile(range(1, 101), 50), percentile([3.0], 99), percentile([], 99)) == (51, 3.0, 0.0)
