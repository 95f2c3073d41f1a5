"""A whole installation of its own for a journey: a folder, a database, and the servers as an operator starts them."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

READY_SECONDS = 60
STOP_SECONDS = 20


@dataclass
class Installation:
    """One installation; `tanggap` is the command to run it with, `database_url` empty for SQLite in its folder."""

    folder: Path
    database_url: str = ""
    tanggap: Path = Path(sys.executable).parent / "tanggap"
    port: int = field(default_factory=lambda: free_port())
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes start with; no setting of the tests' own process comes along."""
        own = {k: v for k, v in os.environ.items() if not k.startswith(("TANGGAP_", "DJANGO_"))}
        given = {"DATA_DIR": str(self.folder), "HOST": f"localhost:{self.port}", "SCHEME": "http"}
        given |= {"ALLOW_PRIVATE_HOSTS": "true", **self.settings}
        if self.database_url:
            given["DATABASE_URL"] = self.database_url
        return own | {f"TANGGAP_{name}": value for name, value in given.items()}

    def run(self, *arguments: str, stdin: str = "") -> str:
        """Run one command to its end and give what it printed."""
        command = [str(self.tanggap), *arguments]
        done = subprocess.run(
            command, env=self.environment, input=stdin, capture_output=True, text=True, cwd=self.folder
        )
        assert done.returncode == 0, f"tanggap {' '.join(arguments)}: {done.stderr or done.stdout}"
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen[bytes]]:
        """`tanggap serve`, from when it answers to when it has ended."""
        log = self.folder / "serve.log"
        with open(log, "ab") as out:
            process = subprocess.Popen(
                [str(self.tanggap), "serve"], env=self.environment, stdout=out, stderr=out, cwd=self.folder
            )
        try:
            wait_until(lambda: process.poll() is not None or answers(f"{self.url}/healthz"), READY_SECONDS)
            assert process.poll() is None, log.read_text()
            yield process
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


class Visitor:
    """Somebody with a browser that keeps cookies and fills forms, but shows nothing."""

    def __init__(self, home: str):
        self.home = home
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path: str) -> str:
        """A page's HTML."""
        with self._opener.open(urllib.parse.urljoin(self.home, path), timeout=20) as answer:
            return str(answer.read().decode())

    def send(self, path: str, **fields: str) -> tuple[str, str]:
        """Fill the form of a page and send it; gives where that led and what stood there."""
        address = urllib.parse.urljoin(self.home, path)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.get(path)))
        request = urllib.request.Request(address, urllib.parse.urlencode(hidden | fields).encode())
        request.add_header("Referer", address)
        with self._opener.open(request, timeout=20) as answer:
            return str(answer.url), str(answer.read().decode())

    def ask(self, method: str, path: str, given: Any = None, token: str = "") -> tuple[int, Any]:
        """A call of the interface: status and document."""
        request = urllib.request.Request(urllib.parse.urljoin(self.home, path), method=method)
        request.data = None if given is None else json.dumps(given).encode()
        request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with self._opener.open(request, timeout=20) as answer:
                return int(answer.status), json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or "null")


def wait_until(holds: Callable[[], Any], seconds: float = 20) -> Any:
    """Ask again until the answer is yes, and give it. Fails when it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := holds():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"nothing within {seconds} s")


def answers(address: str) -> bool:
    """Whether a server answers there with 200."""
    try:
        with urllib.request.urlopen(address, timeout=3) as answer:
            return int(answer.status) == 200
    except OSError:
        return False


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
