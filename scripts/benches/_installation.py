"""An installation of its own for a benchmark: temporary, on loopback, on SQLite or a durable PostgreSQL."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scripts.benches._processes import parts_of
from scripts.postgresql import NotInstalled, kept_cluster, temporary_cluster

ROOT = Path(__file__).resolve().parent.parent.parent
READY_SECONDS = 60


@dataclass(frozen=True)
class Installation:
    """Where it lies and how its commands are started."""

    database: str
    folder: Path
    port: int
    environment: dict[str, str]
    database_url: str = ""

    @property
    def url(self) -> str:
        """Where it answers once it serves."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_port(self) -> int:
        """Where its PostgreSQL listens."""
        return urlsplit(self.database_url).port or 0

    def tanggap(self, *arguments: str, given: str = "") -> str:
        """Run one command of `tanggap`; returns what it printed."""
        command = [sys.executable, "-m", "tanggap", *arguments]
        done = subprocess.run(command, env=self.environment, input=given, capture_output=True, text=True, cwd=ROOT)
        if done.returncode:
            raise SystemExit(f"tanggap {arguments[0]}: {done.stderr.strip()[-500:]}")
        return done.stdout

    def python(self, module: str, *arguments: str) -> str:
        """Run a module of the benchmarks inside the installation's settings; returns what it printed."""
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "tanggap.config.settings"}
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        if done.returncode:
            raise SystemExit(f"{module}: failed with status {done.returncode}")
        return done.stdout

    @contextmanager
    def serving(self) -> Iterator[dict[str, list[int]]]:
        """Serve until the block ends; gives the process ids of web, work and deliver."""
        command = [sys.executable, "-m", "tanggap", "serve", "--port", str(self.port)]
        with open(self.folder / "serve.log", "wb") as log:
            server = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, cwd=ROOT)
        try:
            self._wait(server)
            yield parts_of(server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)

    def _wait(self, server: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end and server.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the installation did not start: " + (self.folder / "serve.log").read_text()[-800:])


def installations(databases: Sequence[str] = ("sqlite", "postgres")) -> Iterator[Installation]:
    """One fresh installation after the other, each with an agency that is on the fediverse and acknowledges."""
    for database in databases:
        try:
            with one_installation(database) as installation:
                yield installation
        except NotInstalled:
            print("PostgreSQL is not installed; only SQLite is measured", file=sys.stderr)


@contextmanager
def one_installation(database: str) -> Iterator[Installation]:
    """A fresh installation for as long as the block runs. Raises NotInstalled where there is no PostgreSQL."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="tanggap-bench-")))
        url = opened.enter_context(temporary_cluster(durable=True)) if database == "postgres" else ""
        yield _set_up(_described(database, folder, free_port(), url))


@contextmanager
def kept_installation(database: str, folder: Path) -> Iterator[Installation]:
    """An installation in a folder that stays, set up there the first time. Raises NotInstalled."""
    ports = folder / "ports"
    is_new = not ports.exists()
    if is_new:
        folder.mkdir(parents=True, exist_ok=True)
        # Its own address stands in all that it says, and its database's in its settings.
        ports.write_text(f"{free_port()} {free_port()}")
    port, database_port = map(int, ports.read_text().split())
    with ExitStack() as opened:
        url = opened.enter_context(kept_cluster(folder, database_port)) if database == "postgres" else ""
        installation = _described(database, folder / "installation", port, url)
        yield _set_up(installation) if is_new else installation


def _described(database: str, folder: Path, port: int, url: str) -> Installation:
    folder.mkdir(exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TANGGAP_")}
    return Installation(database, folder, port, kept | {"TANGGAP_DATA_DIR": str(folder / "data")}, url)


def _set_up(installation: Installation) -> Installation:
    url = installation.database_url
    host = f"127.0.0.1:{installation.port}"
    more = ["--database-url", url] if url else []
    installation.tanggap("init", "--yes", "--host", host, "--scheme", "http", "--allow-private-hosts", *more)
    installation.tanggap("agency", "add", "dinas-pu", "--name", "Dinas PU", "--keyword", "jalan", "--keyword", "lampu")
    user = ["user", "add", "petugas", "--name", "Petugas", "--agency", "dinas-pu", "--position", "Petugas"]
    installation.tanggap(*user, "--password-stdin", given="teladan-demo\n")
    powers = ["--powers", "answer,assign,close", "--decree", "SK 1", "--acknowledge"]
    installation.tanggap("mandate", "grant", "petugas", *powers)
    installation.tanggap("connect", "activitypub", "dinas-pu")
    return installation


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
