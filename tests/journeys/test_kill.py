"""Web, worker and delivery are killed at random while posts arrive: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import sqlite3
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from tests.journeys.fediverse import Json, Neighbour, neighbour
from tests.journeys.installation import Installation, below, wait_until
from tests.journeys.logreader import get, read_log

pytestmark = pytest.mark.peer
CHILDREN = ("tanggap web", "work --group work", "work --group deliver")
# What a sender may be told while a process is away: come again. Anything else is no answer of a house under siege.
COME_AGAIN = {408, 429, 503}
TRACKING_ID = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")


@dataclass(frozen=True)
class Siege:
    """How many posts come from how many servers, how fast, and how long the killer rests in between."""

    posts: int
    servers: int
    rate: float
    rest: tuple[float, float]
    patience: float
    waits_for_leases: bool


SHORT = Siege(150, 3, rate=20, rest=(0.2, 0.9), patience=90, waits_for_leases=False)
LONG = Siege(2000, 6, rate=40, rest=(0.1, 2.5), patience=300, waits_for_leases=True)


@pytest.mark.parametrize("siege", [SHORT, pytest.param(LONG, marks=pytest.mark.slow)], ids=["short", "long"])
def test_every_accepted_post_is_one_post_one_case_and_one_receipt(
    siege: Siege, installation: Installation, citizens_key: RSAPrivateKey
) -> None:
    installation.open_office()
    with installation.served() as serving, neighbours(siege, citizens_key) as servers:
        posts = [(server, server.complaint(installation.office, name=f"w{n}")) for n, server in crowd(siege, servers)]
        with killing(serving, siege.rest) as killed:
            send_all(posts, f"{installation.url}/inbox", siege)
        come_to_rest(installation, posts, siege)
        check_receipts(posts, check_record(installation, len(posts)))
    assert set(killed) == set(CHILDREN)


@contextmanager
def neighbours(siege: Siege, key: RSAPrivateKey) -> Iterator[list[Neighbour]]:
    """The servers of the citizens, each at a loopback address of its own."""
    with ExitStack() as stack:
        servers = [stack.enter_context(neighbour(key, f"127.0.0.{n + 1}")) for n in range(siege.servers)]
        for server in servers:
            # A kill then finds messages that have arrived, and nobody has written down that they did.
            server.slowness = 0.3
        yield servers


def crowd(siege: Siege, servers: Sequence[Neighbour]) -> Iterator[tuple[int, Neighbour]]:
    """Every author with their server."""
    return ((number, servers[number % len(servers)]) for number in range(siege.posts))


@contextmanager
def killing(serving: subprocess.Popen[bytes], rest: tuple[float, float]) -> Iterator[Counter[str]]:
    """Somebody who kills the children one by one in an order that chance deals; gives how often each was hit."""
    killed: Counter[str] = Counter()
    stop = threading.Event()

    def kill() -> None:
        names: list[str] = []
        while not stop.wait(random.uniform(*rest)):
            # Delivery twice as often: only its death can make anything come twice. None is left out by bad luck.
            names = names or random.sample([*CHILDREN, CHILDREN[-1]], 4)
            victims = [pid for pid, command in below(serving.pid) if names[0] in command]
            if victims:
                os.kill(random.choice(victims), signal.SIGKILL)
                killed[names.pop(0)] += 1

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    try:
        yield killed
    finally:
        stop.set()
        killer.join()


def send_all(posts: Sequence[tuple[Neighbour, Json]], inbox: str, siege: Siege) -> None:
    """Send every post at its time, and again until it is accepted."""
    started = time.monotonic()
    deadline = started + siege.patience

    def send_one(number: int) -> None:
        time.sleep(max(0.0, started + number / siege.rate - time.monotonic()))
        server, create = posts[number]
        while not is_accepted(server, inbox, create):
            assert time.monotonic() < deadline, "not accepted in time"
            time.sleep(random.uniform(0.1, 0.5))

    with ThreadPoolExecutor(16) as senders:
        list(senders.map(send_one, range(len(posts))))


def is_accepted(server: Neighbour, inbox: str, create: Json) -> bool:
    """Whether a post was answered with 202; no answer at all is what a killed server gives."""
    try:
        reply = server.post(inbox, create, seconds=12)
    except (OSError, http.client.HTTPException):
        return False
    assert reply.status == 202 or reply.status in COME_AGAIN, (reply.status, reply.body)
    return reply.status == 202


def come_to_rest(installation: Installation, posts: Sequence[tuple[Neighbour, Json]], siege: Siege) -> None:
    """Wait until no work is left and every citizen has a reply."""
    wait_until(lambda: is_up(installation), siege.patience)
    if not siege.waits_for_leases:
        let_leases_run_out(installation)
    wait_until(lambda: all(server.replies(create["object"]["id"]) for server, create in posts), siege.patience, 1)
    wait_until(lambda: not waiting(installation), siege.patience, 0.5)


def is_up(installation: Installation) -> bool:
    """Whether the web server is back."""
    try:
        return bool(get(f"{installation.url}/healthz"))
    except OSError:
        return False


def waiting(installation: Installation) -> list[str]:
    """The queues in which something waits, stuck rows included."""
    lines = get(f"{installation.url}/metrics").decode().splitlines()
    return [line for line in lines if line.startswith("tanggap_queue_rows{") and not line.endswith(" 0.0")]


def let_leases_run_out(installation: Installation) -> None:
    """Let the minute pass for which a killed sender still holds its deliveries. A claim is never before `next_at`."""
    sql = "UPDATE outbox_delivery SET lease_until = next_at WHERE state = 'sending'"
    if installation.database_url:
        import psycopg

        with psycopg.connect(installation.database_url, autocommit=True) as server:
            server.execute(sql)
        return
    database = sqlite3.connect(installation.folder / "tanggap.sqlite3", timeout=30, isolation_level=None)
    database.execute(sql)
    database.close()


def check_record(installation: Installation, count: int) -> set[str]:
    """The log is whole, and holds each post and each case once; gives the cases' numbers."""
    log = read_log(f"{installation.url}/log")
    posts = [entry["subject"] for entry in log.of("post.received")]
    cases = [entry["subject"] for entry in log.of("case.opened")]
    assert (len(posts), len(set(posts)), len(cases), len(set(cases))) == (count, count, count, count)
    return {subject.removeprefix("case:") for subject in cases}


def check_receipts(posts: Sequence[tuple[Neighbour, Json]], cases: set[str]) -> None:
    """Each thread has one receipt, however often it came; it is signed, and names a case of its own."""
    named = []
    for server, create in posts:
        replies = server.replies(create["object"]["id"])
        assert len({one.activity["id"] for one in replies}) == 1
        assert {one.fault for one in replies} == {""}
        named += TRACKING_ID.findall(replies[0].activity["object"]["content"])[:1]
    assert sorted(named) == sorted(cases)
