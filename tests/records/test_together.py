"""More than one sequencer, and one that is killed: the places are given once and the tree stays one tree."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tanggap.base.db import writing
from tanggap.proof.tree import check_consistency
from tanggap.records import actions, fields
from tanggap.records.actions import append_entries, open_log
from tanggap.records.acts import Act
from tanggap.records.models import Checkpoint, Entry, Log
from tanggap.records.steps import sequence
from tests.proof.naive import mth, subproof
from tests.records.moments import NOON

pytestmark = pytest.mark.django_db(transaction=True)

# Appends and sequences until it is killed; every line that it prints was committed.
WRITER = """
import sys, django
django.setup()
from datetime import datetime, UTC
from tanggap.base.db import writing
from tanggap.records.actions import append_entries
from tanggap.records.acts import Act
from tanggap.records.fields import declare
from tanggap.records.steps import sequence
declare("thing.happened", network=str, count=int)
number = 0
while True:
    number += 1
    with writing():
        append_entries([Act("thing.happened", datetime.now(UTC), f"{sys.argv[1]}:{number}:{n}") for n in range(7)])
    print(number, flush=True)
    sequence(50)
"""


@pytest.mark.parametrize("locked", [True, False])
def test_sequencers_side_by_side_give_every_place_once(locked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BETWEEN_CHECKPOINTS", actions.timedelta(0))
    if not locked:
        monkeypatch.setattr(actions, "_took_the_lock", lambda: True)
    open_log("kota.example/log")
    together([append_some, append_some, sequence_some, sequence_some])
    while sequence(100):
        pass
    assert placed() == list(range(400))
    assert bytes(Log.objects.get().root) == mth(leaves())
    assert_one_tree()


@pytest.mark.slow
def test_a_sequencer_that_is_killed_at_any_point_contradicts_nothing(tmp_path: Any) -> None:
    open_log("kota.example/log")
    committed = [run_and_kill(f"run{n}", random.uniform(0.1, 1.5)) for n in range(8)]
    while sequence(100):
        pass
    kept = set(Entry.objects.values_list("subject", flat=True))
    assert {f"run{n}:{k}:6" for n, last in enumerate(committed) for k in range(1, last + 1)} <= kept
    assert placed() == list(range(Entry.objects.count()))
    assert_one_tree()


def together(jobs: list[Callable[[], None]]) -> None:
    """Run the jobs at once, each with a database connection of its own; what one raises is raised."""

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for done in [pool.submit(run, job) for job in jobs]:
            done.result()


def append_some() -> None:
    for _ in range(40):
        with writing():
            append_entries([Act("thing.happened", NOON, f"thing:{n}") for n in range(5)])


def sequence_some() -> None:
    for _ in range(60):
        sequence(9)


def run_and_kill(name: str, seconds: float) -> int:
    """Let a writer run for so long after its first commit, kill it, and return its last committed number."""
    settings = connection.settings_dict
    place = settings["NAME"] if connection.vendor == "sqlite" else f"{settings['HOST']}:{settings['PORT']}"
    url = f"sqlite:///{place}" if connection.vendor == "sqlite" else f"postgres://postgres@{place}/{settings['NAME']}"
    environment = {**os.environ, "TANGGAP_DATABASE_URL": url}
    writer = subprocess.Popen([sys.executable, "-c", WRITER, name], env=environment, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(seconds)
    writer.send_signal(signal.SIGKILL)
    return int(([first, *writer.stdout.read().splitlines()])[-1])


def assert_one_tree() -> None:
    """Every checkpoint is a beginning of the tree as it is now."""
    found = leaves()
    for size, root in Checkpoint.objects.exclude(size=0).values_list("size", "root"):
        check_consistency(size, len(found), bytes(root), mth(found), subproof(size, found))


def leaves() -> list[bytes]:
    return [bytes(leaf) for leaf in Entry.objects.order_by("index").values_list("leaf", flat=True)]


def placed() -> list[int | None]:
    return list(Entry.objects.order_by("index").values_list("index", flat=True))


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fields._declared, "thing.happened", {})
