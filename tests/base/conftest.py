"""A table of work, and worker processes on the test's database."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

WORKER = Path(__file__).with_name("worker.py")


@pytest.fixture
def jobs(transactional_db) -> Iterator[type]:
    """The table of the tests' own work."""
    from .jobs import Job

    with connection.schema_editor() as editor:
        editor.create_model(Job)
    yield Job
    connection.close()
    with connection.schema_editor() as editor:
        editor.delete_model(Job)


@pytest.fixture
def start_worker() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts worker processes with the named steps, each ready when it is handed out; kills what is left."""
    started: list[subprocess.Popen[str]] = []

    def start(*steps: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "TANGGAP_DATABASE_URL": _database_url()}
        command = [sys.executable, str(WORKER), *steps]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
        )
        started.append(process)
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def until(condition: Callable[[], object], seconds: float = 10.0) -> float:
    """Wait for something to be true; returns how long it took."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "waited in vain"
        time.sleep(0.005)
    return time.monotonic() - started


def _database_url() -> str:
    name = connection.settings_dict["NAME"]
    if settings.SQLITE:
        return f"sqlite:///{name}"
    return f"{os.environ['TANGGAP_DATABASE_URL'].rpartition('/')[0]}/{name}"
