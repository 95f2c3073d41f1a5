"""`python -m town` as a process: it starts without a city, stops when told to, and goes on as the same people."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import urllib3

from tests.town.conftest import eventually, free_port
from town.settings import read_arguments

ROOT = Path(__file__).resolve().parents[2]


def started(port: int, data: Path) -> subprocess.Popen[bytes]:
    words = ["--port", str(port), "--data", str(data), "--tanggap", f"http://localhost:{free_port()}"]
    process = subprocess.Popen([sys.executable, "-m", "town", *words], cwd=ROOT, stdout=subprocess.DEVNULL)
    eventually(lambda: actor(port), 15)
    return process


def actor(port: int) -> str:
    try:
        return str(urllib3.request("GET", f"http://localhost:{port}/users/sari", retries=False).json()["publicKey"])
    except urllib3.exceptions.HTTPError:
        return ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_within_five_seconds_and_keeps_its_keys(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    first = started(port, tmp_path)
    key, told = actor(port), time.monotonic()
    first.send_signal(number)
    assert first.wait(5) == 0
    assert time.monotonic() - told < 5
    second = started(port, tmp_path)
    assert actor(port) == key
    second.terminate()
    assert second.wait(5) == 0


def test_several_agencies_may_be_named() -> None:
    settings = read_arguments(["--agency", "dinas-pu", "--agency", "pdam", "--tanggap", "http://localhost:8000/"])
    assert (settings.agencies, settings.tanggap) == (("dinas-pu", "pdam"), "http://localhost:8000")
