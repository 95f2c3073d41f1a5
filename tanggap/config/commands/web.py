"""Run the web server: pages, hooks, the federated inbox and the record."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from typing import Any

NEEDS_DJANGO = False
THREADS = 32
PORT_SECONDS = 5.0
KILL_SECONDS = 6
# The server's few own lines go the way of all others.
SERVER_LOGS = {"formatters": {}, "handlers": {}, "loggers": {"_granian": {"propagate": True}}}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bind", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default: %(default)s)")
    parser.add_argument("--port", type=int, help="default: the port in HOST, else 8000")
    parser.add_argument("--workers", type=int, default=1, help="processes (default: %(default)s)")


def run(args: argparse.Namespace) -> int:
    from tanggap.config.environment import read_environment, require_keys

    env = read_environment()
    require_keys(env)
    return serve_web(args.bind, args.port or env.port, args.workers)


def serve_web(bind: str, port: int, workers: int = 1) -> int:
    """Listen and answer until a signal says stop."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    from tanggap.config.environment import read_environment
    from tanggap.config.logs import write_logs
    from tanggap.config.process import allow_many_files

    wait_for_port(bind, port)
    write_logs("web", read_environment().debug)
    allow_many_files()
    server = Granian(
        "tanggap.config.wsgi:application",
        address=bind,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        # A thread that ends closes its connection, and on SQLite that costs a checkpoint of the WAL.
        blocking_threads_idle_timeout=600,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        # A path can be a secret link, and an address is somebody's.
        log_access=False,
        log_dictconfig=SERVER_LOGS,
        workers_kill_timeout=KILL_SECONDS,
    )
    server.serve(target_loader=partial(load_application, os.getpid()), wrap_loader=False)
    return 0


def load_application(parent: int) -> Callable[..., Any]:
    """What a server process does first: it ends with its parent, and has everything loaded before it answers."""
    from tanggap.config.bodies import take_bodies
    from tanggap.config.environment import read_environment
    from tanggap.config.house import load_house
    from tanggap.config.logs import write_logs
    from tanggap.config.process import die_with

    # The parent says who it is: one that was killed just now would leave a server that answers for ever.
    die_with(parent)
    write_logs("web", read_environment().debug)
    application = load_house()
    from tanggap.config.doors import open_the_inbox

    return take_bodies(open_the_inbox(application))


def wait_for_port(address: str, port: int, seconds: float = PORT_SECONDS) -> None:
    """Wait until nobody else listens there: after a kill the old server may be dying still. Raises Refused."""
    from tanggap.config.commandline import Refused
    from tanggap.config.process import is_port_free

    deadline = time.monotonic() + seconds
    while not is_port_free(address, port):
        if time.monotonic() > deadline:
            raise Refused(f"port {port} of {address} is in use by another server; stop it or give --port")
        time.sleep(0.1)
