"""A PostgreSQL of one's own for as long as a command runs: a temporary folder, a free port, and nothing left behind.

    python scripts/postgresql.py [--durable] COMMAND …

runs the command with TANGGAP_TEST_DATABASE naming the database. Exit status: the command's; 69 when there is no
PostgreSQL on this machine.
"""

from __future__ import annotations

import argparse
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOT_INSTALLED = 69
START_SECONDS = 30
# A test's database may be lost with the machine; a benchmark's must pay for its promises.
FORGETFUL = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
SETTINGS = ["-c", "max_connections=200", "-c", "shared_buffers=256MB", "-c", "max_wal_size=2GB"]


class NotInstalled(Exception):
    """There is no PostgreSQL server on this machine."""


def main() -> int:
    """Run the command that stands on the command line beside a cluster of its own."""
    parser = argparse.ArgumentParser(description="Run a command beside a temporary PostgreSQL.")
    parser.add_argument("--durable", action="store_true", help="keep fsync on, as an installation does")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with temporary_cluster(durable=options.durable) as url:
            return subprocess.run(options.command, env=os.environ | {"TANGGAP_TEST_DATABASE": url}).returncode
    except NotInstalled as missing:
        print(missing, file=sys.stderr)
        return NOT_INSTALLED


@contextmanager
def temporary_cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a server, give the URL of its database `tanggap`, and stop it. Raises NotInstalled."""
    newest_programs()
    folder = Path(tempfile.mkdtemp(prefix="tanggap-postgresql-"))
    try:
        with kept_cluster(folder, _free_port(), durable=durable) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kept_cluster(folder: Path, port: int, *, durable: bool = True) -> Iterator[str]:
    """The server whose files lie in a folder that stays; made there the first time. Raises NotInstalled."""
    programs, data = newest_programs(), folder / "data"
    is_new = not data.exists()
    if is_new:
        _give_to_server(folder)
        _as_server([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
    server = _start(programs, data, port, [] if durable else FORGETFUL)
    try:
        _wait_until_ready(programs, port, server)
        if is_new:
            _as_server([programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "tanggap"])
        yield f"postgres://postgres@127.0.0.1:{port}/tanggap"
    finally:
        # SIGINT is PostgreSQL's "fast" stop: sessions are ended, nothing is waited for.
        server.send_signal(signal.SIGINT)
        server.wait(30)


def newest_programs() -> Path:
    """The folder of the newest PostgreSQL server's programs (Debian puts each version in a place of its own)."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    beside = shutil.which("initdb")
    if beside is None:
        raise NotInstalled("missing package: postgresql")
    return Path(beside).resolve().parent


def _start(programs: Path, data: Path, port: int, extra: list[str]) -> subprocess.Popen[bytes]:
    where = ["-D", str(data), "-k", str(data), "-h", "127.0.0.1", "-p", str(port)]
    command = [*_as_whom(), str(programs / "postgres"), *where, *SETTINGS, *extra]
    with open(data.parent / "log", "wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=data.parent)


def _wait_until_ready(programs: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    ask = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    end = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        if subprocess.run(ask).returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError(f"PostgreSQL did not start within {START_SECONDS} s")


def _as_whom() -> list[str]:
    """PostgreSQL refuses to run as root; wherever it runs, it must not outlive this process."""
    dies_with_us = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() != 0:
        return dies_with_us
    return [*dies_with_us, "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _as_server(command: list[str | Path]) -> None:
    done = subprocess.run([*_as_whom(), *map(str, command)], capture_output=True, text=True, cwd="/")
    if done.returncode != 0:
        raise RuntimeError(f"{Path(command[0]).name} failed: {done.stderr.strip()}")


def _give_to_server(folder: Path) -> None:
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
