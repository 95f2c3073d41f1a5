"""Run worker processes: everything that happens after a post or a message was saved.

One machine needs none: `tanggap serve` starts them. Several machines run as many as they like on PostgreSQL; on SQLite
one for each group.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

GROUPS = ("work", "deliver")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--group", action="append", help=f"which work (default: all of {', '.join(GROUPS)})")


def run(args: argparse.Namespace) -> int:
    from tanggap.config.environment import read_environment, require_keys

    require_keys(read_environment())
    return do_work(args.group or GROUPS)


def do_work(groups: Sequence[str]) -> int:
    """Run the steps of these groups until a signal says stop; the batch in hand is finished."""
    from django.conf import settings

    from tanggap.base.work import run_loop
    from tanggap.config.commandline import Refused
    from tanggap.config.flow import STEPS
    from tanggap.config.logs import write_logs
    from tanggap.config.process import allow_many_files, settle_memory, stop_on_signals

    stop = stop_on_signals()
    steps = [step for step in STEPS if step.group in groups]
    if not steps:
        raise Refused(f"there is no work in the group {', '.join(groups)}; there are {', '.join(GROUPS)}")
    write_logs(groups[0], settings.DEBUG)
    allow_many_files()
    settle_memory()
    run_loop(steps, stop)
    return 0
