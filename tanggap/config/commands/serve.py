"""Serve on one machine: the web server and the workers, started again if one of them ends.

Prints `ready http://HOST:PORT` once it answers. Ctrl-C or SIGTERM stops everything.
"""

from __future__ import annotations

import argparse
import os
import sys
import urllib.request

NEEDS_DJANGO = False
ANSWER_SECONDS = 2.0
EVERYWHERE = {"127.0.0.1", "0.0.0.0", "::", "::1"}  # noqa: S104


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bind", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default: %(default)s)")
    parser.add_argument("--port", type=int, help="default: the port in HOST, else 8000")


def run(args: argparse.Namespace) -> int:
    from tanggap.config.commands.web import serve_web, wait_for_port
    from tanggap.config.commands.work import do_work
    from tanggap.config.environment import read_environment, require_keys
    from tanggap.config.house import load_house
    from tanggap.config.logs import write_logs
    from tanggap.config.process import stop_on_signals

    env = read_environment()
    require_keys(env)
    port = args.port or env.port
    wait_for_port(args.bind, port, seconds=0)
    stop = stop_on_signals()
    write_logs("serve", env.debug)
    load_house()
    if not _may_start():
        return 1
    from tanggap.config.supervisor import Child, Supervisor

    children = [
        Child(f"tanggap web --port {port}", lambda: serve_web(args.bind, port)),
        Child("tanggap work --group work", lambda: do_work(["work"])),
        Child("tanggap work --group deliver", lambda: do_work(["deliver"])),
    ]
    Supervisor(children, stop).run(_Ready(args.bind, port).look)
    return 0


class _Ready:
    """Says once that the server answers."""

    def __init__(self, bind: str, port: int):
        name = "localhost" if bind in EVERYWHERE else bind
        self._shown = f"http://{name}:{port}"
        address = "127.0.0.1" if bind == "0.0.0.0" else bind  # noqa: S104
        self._asked = f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"
        self._is_said = False

    def look(self) -> None:
        if self._is_said:
            return
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self._asked}/healthz", timeout=ANSWER_SECONDS):
                self._is_said = True
        except OSError:
            return
        print(f"ready {self._shown}", flush=True)


def _may_start() -> bool:
    """Look whether everything is in place, in a process of its own: its connection to the database ends with it."""
    from tanggap.config.commandline import in_one_line

    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    status = in_one_line(_look_around)
    sys.stderr.flush()
    os._exit(status)


def _look_around() -> int:
    from tanggap.config.checks import START, look_at
    from tanggap.config.commandline import Refused

    for finding in look_at(START):
        if not finding.is_well:
            raise Refused(f"cannot serve: {finding.says}")
    return 0
