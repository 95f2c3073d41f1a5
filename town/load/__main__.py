"""`python -m town.load`: the crowd on the command line.

python -m town.load sign FOLDER --count 10000 --inbox URL --agency ACTOR --authors 1000 --servers 200
python -m town.load peers FOLDER
python -m town.load fire FOLDER/requests URL --rate 500 --connections 32
"""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path

from town.load.crowd import load_crowd, make_crowd
from town.load.fire import fire
from town.load.requests import activities
from town.load.serve import serve


def main() -> None:
    """Sign, serve or send."""
    given = _parser().parse_args()
    if given.act == "sign":
        crowd = make_crowd(given.folder, given.authors, given.servers, given.port, given.keys)
        named = {"inbox": given.inbox, "agency": given.agency, "handle": given.handle}
        print(activities(given.folder / "requests", crowd, count=given.count, first=given.first, **named))
    elif given.act == "peers":
        asyncio.run(serve(load_crowd(given.folder), set(given.hang), set(given.refuse)))
    else:
        print(json.dumps(fire(given.file, given.url, given.rate, given.connections).summary()))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m town.load", description="A crowd for the benches.")
    acts = parser.add_subparsers(dest="act", required=True)
    sign = acts.add_parser("sign", help="make a crowd and sign its posts")
    sign.add_argument("folder", type=Path)
    sign.add_argument("--inbox", required=True)
    sign.add_argument("--agency", required=True, help="the actor id that is mentioned")
    sign.add_argument("--handle", default="dinas-pu")
    for name, usual in (("count", 10_000), ("first", 0), ("authors", 1000), ("servers", 200), ("keys", 16)):
        sign.add_argument(f"--{name}", type=int, default=usual)
    sign.add_argument("--port", type=int, default=9100)
    peers = acts.add_parser("peers", help="serve the crowd's actors and inboxes")
    peers.add_argument("folder", type=Path)
    for name in ("hang", "refuse"):
        peers.add_argument(f"--{name}", type=int, action="append", default=[])
    sender = acts.add_parser("fire", help="send signed posts")
    sender.add_argument("file", type=Path)
    sender.add_argument("url")
    sender.add_argument("--rate", type=float, default=None)
    sender.add_argument("--connections", type=int, default=32)
    return parser


if __name__ == "__main__":
    main()
