"""Stands the demo up and keeps it standing: `tanggap serve` and the town, under one small supervisor."""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NoReturn

from scripts.demo_colleague import start_colleague
from scripts.supervisor import Child, Supervisor

ROOT = Path(__file__).resolve().parent.parent
MARKER = "made-by-the-demo.json"
READY_SECONDS = 100
PACE = 12
PASSWORD = "teladan-demo"
PEOPLE = {
    "kepala": "head of dinas-pu; decides on what needs two people",
    "petugas": "officer of dinas-pu; answers",
    "rekan": "another officer of dinas-pu; answers the first few citizens by themselves",
    "penyetuju": "approver of dinas-pu; approves publications",
    "pengawas": "overseer; reads every report, changes nothing",
    "petugas-lain": "officer of dinas-perhubungan; every other agency has one, such as petugas-pdam",
}


class Refused(Exception):
    """The demo cannot start; the message says why and what to do."""


@dataclass(frozen=True)
class Demo:
    """Where one demo lives, and what its two servers must know of each other. Kept in the folder's marker."""

    folder: str
    port: int
    town_port: int
    page_id: str
    page_token: str
    app_secret: str
    verify_token: str
    hook: str = ""

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def town(self) -> str:
        return f"http://localhost:{self.town_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What every process of the demo starts with; a setting of another installation does not come along."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("TANGGAP_")}
        return own | {
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "TANGGAP_DATA_DIR": f"{self.folder}/tanggap",
            "TANGGAP_HOST": f"localhost:{self.port}",
            "TANGGAP_SCHEME": "http",
            "TANGGAP_NAME": "Kota Teladan",
            "TANGGAP_ALLOW_PRIVATE_HOSTS": "true",
        }


def main() -> int:
    """Make or find the demo's folder, start its processes, and stay until told to stop."""
    started = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(130))
    options = read_options()
    try:
        with own_folder(options.data, options.fresh) as marker:
            demo = read_demo(marker, options.port)
            return run(prepare(demo), started, is_new=not demo.hook)
    except Refused as reason:
        print(f"demo: {reason}", file=sys.stderr)
        return 1


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description="A whole city to try Tanggap with.")
    parser.add_argument("--port", type=int, default=8000, help="where Tanggap serves (8000)")
    parser.add_argument("--data", type=Path, default=ROOT / "demo-data", help="the demo's folder (demo-data)")
    parser.add_argument("--fresh", action="store_true", help="begin again; empties only a folder that a demo made")
    options = parser.parse_args()
    options.data = options.data.resolve()
    return options


@contextmanager
def own_folder(folder: Path, fresh: bool) -> Iterator[Path]:
    """Take the demo's folder for ourselves and give its marker. Raises Refused for anybody else's folder."""
    marker = folder / MARKER
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is no folder")
    if folder.exists() and any(folder.iterdir()) and not marker.exists():
        raise Refused(f"{folder} is not empty and no demo made it; name another folder with --data")
    folder.mkdir(parents=True, exist_ok=True)
    with open(marker, "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"another demo is running on {folder}") from None
        if fresh:
            empty(folder, marker)
        yield marker


def empty(folder: Path, marker: Path) -> None:
    """Remove everything in the folder but the marker, which is emptied: it stays locked, and still says whose it is."""
    for entry in folder.iterdir():
        if entry == marker:
            os.truncate(marker, 0)
        elif entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def read_demo(marker: Path, port: int) -> Demo:
    """The demo of this folder as it was, or a new one. The town keeps its port: its people's addresses contain it."""
    if not is_free(port):
        raise Refused(f"port {port} is taken; name another with --port")
    known = json.loads(marker.read_text() or "{}")
    if known:
        demo = Demo(**known | {"folder": str(marker.parent), "port": port})
        if not is_free(demo.town_port):
            raise Refused(f"port {demo.town_port}, where this demo's town lives, is taken")
        return demo
    own = {name: secrets.token_hex(24) for name in ("page_token", "app_secret", "verify_token")}
    page_id = str(secrets.randbelow(9 * 10**14) + 10**14)
    demo = Demo(folder=str(marker.parent), port=port, town_port=free_port(), page_id=page_id, **own)
    marker.write_text(json.dumps(asdict(demo), indent=2) + "\n")
    return demo


def prepare(demo: Demo) -> Demo:
    """Set the installation up and fill it; whatever is there already stays as it is."""
    say("setting up" if not demo.hook else "going on")
    call(demo, "init", [str(tanggap()), "init", "--yes", "--allow-private-hosts"])
    seed = [sys.executable, "-m", "scripts.demo_seed", str(Path(demo.folder) / MARKER)]
    hook = call(demo, "filling Kota Teladan", seed).split()[-1]
    demo = replace(demo, hook=hook)
    (Path(demo.folder) / MARKER).write_text(json.dumps(asdict(demo), indent=2) + "\n")
    return demo


def call(demo: Demo, name: str, command: list[str]) -> str:
    """Run one command of the demo to its end and give what it printed. Raises Refused with its last words."""
    done = subprocess.run(command, env=demo.environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise Refused(f"{name} failed:\n{(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def run(demo: Demo, started: float, *, is_new: bool) -> int:
    """Start the two servers, say when they serve, and keep them running until we are told to stop."""
    supervisor = Supervisor(children(demo), say)
    supervisor.start()
    try:
        if supervisor.wait(lambda: serves(f"{demo.address}/healthz") and serves(demo.town), READY_SECONDS):
            if is_new:
                start_colleague(demo.address, PASSWORD)
            greet(demo, time.monotonic() - started)
            supervisor.wait(lambda: False)
            say("stopping")
        elif not supervisor.stopping:
            fail(demo)
    finally:
        supervisor.stop()
    return 0


def children(demo: Demo) -> list[Child]:
    """The two servers: the government's and, a stranger to it, the town's."""
    town = {
        "--port": str(demo.town_port),
        "--tanggap": demo.address,
        "--agency": "dinas-pu",
        "--data": f"{demo.folder}/town",
        "--pace": str(PACE),
        "--page-hook": demo.address + demo.hook,
        "--page-id": demo.page_id,
        "--page-token": demo.page_token,
        "--app-secret": demo.app_secret,
        "--verify-token": demo.verify_token,
        "--mail-dir": f"{demo.folder}/tanggap/mail",
    }
    words = [word for pair in town.items() for word in pair]
    folder = Path(demo.folder)
    serve = [str(tanggap()), "serve", "--port", str(demo.port)]
    return [
        Child("tanggap", serve, folder / "tanggap.log", demo.environment),
        Child("town", [sys.executable, "-m", "town", *words], folder / "town.log", demo.environment),
    ]


def greet(demo: Demo, seconds: float) -> None:
    """Say where everything is and who may sign in; the last line is the one that programs wait for."""
    print(f"\nKota Teladan, up in {seconds:.0f} s. Logs and data: {demo.folder}\n")
    print(f"  the public pages   {demo.address}/")
    print(f"  the desk           {demo.address}/desk/")
    print(f"  the town           {demo.town}/   (post as one of its citizens)")
    print(f"\n  sign in at {demo.address}/accounts/login/ with the password {PASSWORD}")
    for name, role in PEOPLE.items():
        print(f"    {name:<14} {role}")
    print("\nCtrl-C stops it; the next start goes on from here.\n")
    print(f"ready {demo.address}", flush=True)


def fail(demo: Demo) -> NoReturn:
    """Give up on a demo that does not come up, with the last words of its processes."""
    logs = [Path(demo.folder) / name for name in ("tanggap.log", "town.log")]
    words = [f"{log}:\n{log.read_text(errors='replace')[-1500:]}" for log in logs if log.exists()]
    raise Refused(f"nothing served within {READY_SECONDS} s\n" + "\n".join(words))


def serves(address: str) -> bool:
    """Whether a server answers there with 200."""
    try:
        with urllib.request.urlopen(address, timeout=3) as answer:
            return int(answer.status) == 200
    except (urllib.error.URLError, OSError):
        return False


def is_free(port: int) -> bool:
    """Whether nobody listens on a port, on any address of this machine. (A server may share its port silently.)"""
    try:
        with socket.create_connection(("localhost", port), timeout=1):
            return False
    except OSError:
        return True


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tanggap() -> Path:
    """The installed command."""
    return Path(sys.executable).parent / "tanggap"


def say(text: str) -> None:
    """One line for whoever watches the demo."""
    print(f"demo: {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
