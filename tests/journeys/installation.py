"""A whole installation of its own for a journey: a folder, a database, and the servers as an operator starts them."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

READY_SECONDS = 60
STOP_SECONDS = 20
COMMAND_SECONDS = 120
# Several commands one after the other in a process: most of a command's time is the start of its process.
IN_A_ROW = """
import json, sys
from tanggap.config.commandline import run_command
for words in json.loads(sys.argv[1]):
    if run_command(words):
        sys.exit(f"failed: tanggap {' '.join(words)}")
"""
PASSWORD = "sembilan-burung-di-kawat"
OFFICE = (
    "init --yes",
    "agency add dinas-pu --name Pekerjaan-Umum --keyword jalan --keyword lampu",
    "user add petugas --name Petugas --agency dinas-pu --position Petugas --password-stdin",
    "mandate grant petugas --powers answer,assign,dismiss,close --decree SK-1 --acknowledge",
    "connect activitypub dinas-pu",
)


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
    def office(self) -> str:
        """The actor of the agency that every journey has."""
        return f"{self.url}/@dinas-pu"

    @property
    def log(self) -> Path:
        """What its processes say while it serves."""
        return self.folder / "serve.log"

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
        return self._call([str(self.tanggap), *arguments], stdin)

    def open_office(self, *more: str) -> None:
        """An agency on the fediverse with an officer who may answer, made quickly; and whatever else is told."""
        told = [*OFFICE, *more]
        words = json.dumps([line.split() for line in told])
        passwords = f"{PASSWORD}\n" * " ".join(told).count("--password-stdin")
        self._call([str(self.tanggap.with_name("python")), "-c", IN_A_ROW, words], passwords)

    @contextmanager
    def served(self) -> Iterator[subprocess.Popen[bytes]]:
        """`tanggap serve`, from when it answers to when it and every process below it have ended."""
        command = [str(self.tanggap), "serve"]
        with open(self.log, "ab") as out:
            process = subprocess.Popen(command, env=self.environment, stdout=out, stderr=out, cwd=self.folder)
        try:
            wait_until(lambda: process.poll() is not None or answers(f"{self.url}/healthz"), READY_SECONDS)
            assert process.poll() is None, self.log.read_text()
            yield process
        finally:
            end(process)
            self._see_nobody_left()

    def _see_nobody_left(self) -> None:
        variable = f"TANGGAP_DATA_DIR={self.folder}"
        try:
            wait_until(lambda: not processes_with(variable), 5)
        finally:
            for pid in processes_with(variable):
                os.kill(pid, signal.SIGKILL)

    def _call(self, command: list[str], stdin: str) -> str:
        given = {"env": self.environment, "cwd": self.folder, "timeout": COMMAND_SECONDS}
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, **given)
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr or done.stdout}"
        return done.stdout


class Visitor:
    """Somebody with a browser that keeps cookies and fills forms, but shows nothing."""

    def __init__(self, home: str):
        self.home = home
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self._token = ""

    def get(self, path: str) -> str:
        """A page's HTML."""
        with self._opener.open(urllib.parse.urljoin(self.home, path), timeout=20) as answer:
            return str(answer.read().decode())

    def send(self, path: str, **fields: str) -> tuple[str, str]:
        """Fill the form of a page and send it; gives where that led and what stood there."""
        return self.go_on(path, self.get(path), **fields)

    def go_on(self, path: str, page: str, **fields: str) -> tuple[str, str]:
        """Fill the form of a page that is before them already, and send it to an address."""
        address = urllib.parse.urljoin(self.home, path)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        request = urllib.request.Request(address, urllib.parse.urlencode(hidden | fields).encode())
        request.add_header("Referer", address)
        with self._opener.open(request, timeout=20) as answer:
            return str(answer.url), str(answer.read().decode())

    def ask(self, method: str, path: str, given: Any = None, token: str = "") -> tuple[int, Any]:
        """A call of the interface: status and document."""
        request = urllib.request.Request(urllib.parse.urljoin(self.home, path), method=method)
        request.data = None if given is None else json.dumps(given).encode()
        request.add_header("Content-Type", "application/json")
        if token or self._token:
            request.add_header("Authorization", f"Bearer {token or self._token}")
        try:
            with self._opener.open(request, timeout=20) as answer:
                return int(answer.status), json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or "null")

    def sign_in(self, username: str = "petugas", password: str = PASSWORD) -> None:
        """Get a token, and show it from now on."""
        status, document = self.ask("POST", "/api/v1/session", {"username": username, "password": password})
        assert status in (200, 201), document
        self._token = document["token"]

    def cases(self, status: str = "open") -> list[dict[str, Any]]:
        """The first page of the cases on their desk."""
        code, document = self.ask("GET", f"/api/v1/cases?status={status}")
        assert code == 200, document
        return list(document["cases"])


@contextmanager
def new_database() -> Iterator[str]:
    """The URL of a new database on the PostgreSQL that the run is for, dropped at the end; else empty, for SQLite."""
    server = os.environ.get("TANGGAP_TEST_DATABASE", "")
    if not server.startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"journey_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield server.rpartition("/")[0] + "/" + name
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def end(process: subprocess.Popen[bytes]) -> None:
    """Ask a server to stop; it must do so in time."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise


def below(parent: int) -> Iterator[tuple[int, str]]:
    """Every process below another with its command line."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    except OSError:
        return
    for child in children:
        try:
            yield int(child), Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        yield from below(int(child))


def processes_with(variable: str) -> list[int]:
    """Every process on this machine that was started with a variable, whoever is its parent now."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if variable.encode() in (place / "environ").read_bytes().split(b"\0"):
                found.append(int(place.name))
    return found


def wait_until(holds: Callable[[], Any], seconds: float = 20, pause: float = 0.1) -> Any:
    """Ask again until the answer is yes, and give it. Fails when it takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := holds():
            return answer
        time.sleep(pause)
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
