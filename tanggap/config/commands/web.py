"""Run the web server: pages, hooks, the federated inbox and the record."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
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
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    from tanggap.config.environment import read_environment
    from tanggap.config.logs import write_logs
    from tanggap.config.process import allow_many_files, die_with

    if args.parent:
        die_with(args.parent)
    env = read_environment()
    port = args.port or env.port
    wait_for_port(args.bind, port)
    write_logs("web", env.debug)
    allow_many_files()
    server = Granian(
        "tanggap.config.wsgi:application",
        address=args.bind,
        port=port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=SERVER_LOGS,
        workers_kill_timeout=KILL_SECONDS,
    )
    server.serve(target_loader=load_application, wrap_loader=False)
    return 0


def load_application() -> Callable[..., Any]:
    """What a server process does first: it ends with its parent, and has everything loaded before it answers."""
    from tanggap.config.bodies import take_bodies
    from tanggap.config.environment import read_environment
    from tanggap.config.logs import write_logs
    from tanggap.config.process import die_with, settle_memory

    die_with(os.getppid())
    write_logs("web", read_environment().debug)
    from django.urls import get_resolver

    from tanggap.config.wsgi import application

    # The rooms' views are loaded by the first look at their addresses.
    get_resolver().reverse_dict  # noqa: B018
    settle_memory()
    return take_bodies(application)


def wait_for_port(address: str, port: int, seconds: float = PORT_SECONDS) -> None:
    """Wait until nobody else listens there: after a kill the old server may be dying still. Raises Refused."""
    from tanggap.config.commandline import Refused
    from tanggap.config.process import is_port_free

    deadline = time.monotonic() + seconds
    while not is_port_free(address, port):
        if time.monotonic() > deadline:
            raise Refused(f"port {port} of {address} is in use by another server; stop it or give --port")
        time.sleep(0.1)
