"""Run worker processes: everything that happens after a post or a message was saved.

One machine needs none: `tanggap serve` starts them. Several machines run as many as they like on PostgreSQL; on SQLite
one for each group.
"""

from __future__ import annotations

import argparse

GROUPS = ("work", "deliver")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--group", action="append", help=f"which work (default: all of {', '.join(GROUPS)})")
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    from django.conf import settings

    from tanggap.base.work import run_loop
    from tanggap.config.commandline import Refused
    from tanggap.config.flow import STEPS
    from tanggap.config.logs import write_logs
    from tanggap.config.process import allow_many_files, die_with, settle_memory, stop_on_signals

    if args.parent:
        die_with(args.parent)
    stop = stop_on_signals()
    groups = args.group or GROUPS
    steps = [step for step in STEPS if step.group in groups]
    if not steps:
        raise Refused(f"there is no work in the group {', '.join(groups)}; there are {', '.join(GROUPS)}")
    write_logs(args.group[0] if args.group else "work", settings.DEBUG)
    allow_many_files()
    settle_memory()
    run_loop(steps, stop)
    return 0
