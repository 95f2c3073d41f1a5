import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from .conftest import clean_environment

pytestmark = pytest.mark.skipif(not settings.SQLITE, reason="the installation is one on SQLite")


class Server:
    """A running `tanggap serve`."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "tanggap", "serve", "--port", str(self.port)]
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self.process = subprocess.Popen(
            command, env=clean_environment(folder), stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        self.said = self.process.stdout.readline()

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def processes(self) -> dict[int, str]:
        """Every process below the server with its command line."""
        return dict(below(self.process.pid))


def below(parent: int):
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        yield int(child), Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
        yield from below(int(child))


def is_running(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def until(condition, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def server(installation):
    running = Server(installation)
    yield running
    running.process.terminate()
    running.process.wait(20)


def test_it_says_that_it_is_ready_when_it_answers(server):
    assert server.said == f"ready http://localhost:{server.port}\n"
    assert server.answers()


def test_web_and_both_workers_run(server):
    commands = " | ".join(server.processes().values())
    assert all(name in commands for name in ("tanggap web", "work --group work", "work --group deliver"))


def test_a_second_server_on_the_port_is_refused_in_one_line(server, installation, tanggap):
    refused = tanggap(installation, "serve", "--port", str(server.port))
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert str(server.port) in refused.stderr


@pytest.mark.parametrize("name", ["tanggap web", "work --group work"])
def test_a_child_that_is_killed_comes_back(server, name):
    killed = [pid for pid, command in server.processes().items() if name in command][-1]
    os.kill(killed, signal.SIGKILL)
    until(lambda: not is_running(killed))
    until(lambda: any(name in command for command in server.processes().values()) and server.answers())


def test_nobody_writes_down_who_asked_for_what(server):
    for path in ("/s/Zm9vYmFyYmF6cXV4MTIzNDU2", "/email/Zm9vYmFyYmF6cXV4MTIzNDU2", "/accounts/password/MQ/Zm9v-Zm9v/"):
        with suppress(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=10).close()
    server.log.seek(0)
    assert not re.search("Zm9v|127.0.0.1", server.log.read())


def test_clients_who_send_slowly_stop_nobody_else(server):
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(50)]
    for client in slow:
        client.sendall(b"POST /inbox HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
    time.sleep(0.5)
    until(server.answers, 5)
    for client in slow:
        client.close()


def test_ctrl_c_ends_it_in_order_and_leaves_no_process(server):
    assert_nothing_is_left(server, signal.SIGINT, 0)


def test_even_a_kill_leaves_no_process(installation):
    assert_nothing_is_left(Server(installation), signal.SIGKILL, -signal.SIGKILL)


def assert_nothing_is_left(server: Server, number: signal.Signals, status: int) -> None:
    family = list(server.processes())
    started = time.monotonic()
    server.process.send_signal(number)
    assert server.process.wait(20) == status
    until(lambda: not any(is_running(pid) for pid in family), 10)
    assert len(family) == 4
    assert time.monotonic() - started < 10


def test_a_server_process_whose_parent_was_killed_at_its_birth_ends_too():
    born = "from tanggap.config.commands.web import load_application; load_application(parent=1)"
    ended = subprocess.run([sys.executable, "-c", born], capture_output=True, timeout=30)
    assert (ended.returncode, ended.stderr) == (1, b"")
