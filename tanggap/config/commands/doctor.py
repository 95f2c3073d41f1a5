"""Look whether everything is in place and nothing is late or stuck; status 1 if not."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--replay", action="store_true", help="first let arrivals that are stuck be read again")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON, one object a line")


def run(args: argparse.Namespace) -> int:
    from tanggap.config.checks import ALL, look_at

    if args.replay:
        from tanggap.channels.actions import replay_arrivals

        print(f"arrivals that are read again: {replay_arrivals()}", file=sys.stderr)
    are_well = True
    for finding in look_at(ALL):
        are_well = are_well and finding.is_well
        mark = "ok " if finding.is_well else "BAD"
        print(json.dumps(asdict(finding)) if args.json else f"{mark}  {finding.name:<9} {finding.says}")
    return 0 if are_well else 1
