"""The demo keeps its promises: it comes up, stands again after a kill, goes on where it stopped, and leaves nothing."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.journeys.installation import Visitor, answers, free_port, wait_until

# The demo is on SQLite whatever the other tests are on, so one of the two runs is enough.
ON_POSTGRESQL = "TANGGAP_TEST_DATABASE" in os.environ
pytestmark = [pytest.mark.peer, pytest.mark.slow, pytest.mark.skipif(ON_POSTGRESQL, reason="the demo is on SQLite")]
READY_SECONDS, AGAIN_SECONDS, STOP_SECONDS, CASE_SECONDS = 120, 10, 20, 20


def test_the_demo_keeps_its_promises(tmp_path: Path) -> None:
    port, data = free_port(), tmp_path / "demo"
    home = Visitor(f"http://localhost:{port}")
    with running_demo(port, data):
        wait_until(lambda: open_cases(home), CASE_SECONDS)
        key = home.get("/log/key")
        os.kill(process_with("serve", str(port)), signal.SIGKILL)
        wait_until(lambda: answers(f"{home.home}/healthz"), AGAIN_SECONDS)
        os.kill(process_with("town", str(port)), signal.SIGKILL)
        wait_until(lambda: process_with("town", str(port)), AGAIN_SECONDS)
    with running_demo(port, data):
        assert home.get("/log/key") == key
        assert open_cases(home)


def test_the_demo_empties_no_folder_that_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("not yours")
    refused = subprocess.run(demo(free_port(), tmp_path, "--fresh"), capture_output=True, text=True, cwd=ROOT)
    assert refused.returncode == 1
    assert "no demo made it" in refused.stderr
    assert (tmp_path / "mine.txt").read_text() == "not yours"


@contextmanager
def running_demo(port: int, data: Path) -> Iterator[None]:
    """The demo from its `ready` to its end by Ctrl-C, after which none of its processes is left."""
    process = subprocess.Popen(demo(port, data), stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        wait_for_line(process, f"ready http://localhost:{port}")
        yield
        process.send_signal(signal.SIGINT)
        assert process.wait(STOP_SECONDS) in (0, 130)
        assert [words for words in command_lines().values() if str(data) in " ".join(words)] == []
    finally:
        process.kill()


def demo(port: int, data: Path, *more: str) -> list[str]:
    """The command that `scripts/demo` ends in, without another look at the environment."""
    return [sys.executable, "-m", "scripts.demo_run", "--port", str(port), "--data", str(data), *more]


def wait_for_line(process: subprocess.Popen[str], wanted: str) -> None:
    """Read what the demo says until a line is exactly this one."""
    assert process.stdout is not None
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(
        target=lambda: [lines.put(line.rstrip("\n")) for line in process.stdout or ()], daemon=True
    ).start()
    end = time.monotonic() + READY_SECONDS
    while lines.get(timeout=max(0.1, end - time.monotonic())) != wanted:
        assert process.poll() is None


def open_cases(officer: Visitor) -> list[dict[str, str]]:
    """What waits on the desk of the demo's officer."""
    _, session = officer.ask("POST", "/api/v1/session", {"username": "petugas", "password": "teladan-demo"})
    return list(officer.ask("GET", "/api/v1/cases?status=open", token=session["token"])[1]["cases"])


def process_with(*words: str) -> int:
    """The oldest process whose command line has all these words; 0 without one."""
    found = [number for number, line in command_lines().items() if all(any(w in part for part in line) for w in words)]
    return min((number for number in found if "scripts.demo_run" not in command_lines().get(number, [])), default=0)


def command_lines() -> dict[int, list[str]]:
    """Every process of this machine with its command line."""
    lines = {}
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines[int(entry.parent.name)] = entry.read_text().split("\0")
        except (OSError, UnicodeDecodeError):
            continue
    return lines
