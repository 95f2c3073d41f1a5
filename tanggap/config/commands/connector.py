"""Check that a connector keeps the contract, with the invented samples that it brings."""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    check = acts.add_parser("check", help="run a connector's conformance suite")
    check.add_argument("name", metavar="NAME", help="the name under which it is registered, such as facebook")
    acts.add_parser("list", help="the connectors that are installed, and those that cannot be used")


def run(args: argparse.Namespace) -> int:
    return _check(args.name) if args.act == "check" else _list()


def _check(name: str) -> int:
    from tanggap.channels.plugins import UnknownConnector, connector, samples_of
    from tanggap.channels.testing import check_connector
    from tanggap.config.commandline import Refused

    try:
        found, samples = connector(name), samples_of(name)
    except UnknownConnector as error:
        raise Refused(str(error)) from error
    failures = check_connector(found, samples)
    for failure in failures:
        print(f"{name}: {failure}")
    if samples is None:
        print(f"{name}: it brings no samples, so only what must be refused was tried")
    if not failures:
        print(f"{name}: keeps the contract, version {found.version}")
    return 1 if failures else 0


def _list() -> int:
    from tanggap.channels import plugins

    for kind in plugins.kinds():
        print(f"{kind:<14} {plugins.connector(kind).name}")
    for kind, reason in plugins.refused().items():
        print(f"{kind:<14} cannot be used: {reason}")
    return 0
