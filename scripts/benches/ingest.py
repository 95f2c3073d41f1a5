"""Signed posts over HTTP until their cases are open: posts/s, milliseconds, CPU seconds of each process.

The sender is another process on the same cores; its requests are signed beforehand, by many authors on 200 servers.
A post counts when its case can be seen from outside and, where acknowledgements go out, when the author's server has
taken the last of them. Keys are known, except in the first run, which is reported apart.
"""

from __future__ import annotations

import itertools
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scripts.bench_run import Figure
from scripts.benches._crowd import Senders, Sent, percent
from scripts.benches._installation import Installation, free_port, installations
from scripts.benches._options import Options
from town.load import Peers, make_crowd

SERVERS = 200
# An author gets at most five acknowledgements a day.
RECEIPTS = 5


@dataclass(frozen=True, slots=True)
class Road:
    """One way to send: with acknowledgements or without, as fast as it goes or at so many posts a second."""

    acknowledged: bool
    rate: int | None
    posts: int
    about: str = ""

    @property
    def name(self) -> str:
        """How the figures of this road begin."""
        pace = f"{self.rate}/s" if self.rate else "closed loop"
        return f"{self.about}{'with' if self.acknowledged else 'no'} acks, {pace}"


def run(arguments: Sequence[str]) -> Iterator[Figure]:
    """`--runs 5 --posts 4000 --rates 500 --seconds 6 --database sqlite|postgres`."""
    options = Options(arguments, runs=5, posts=4000, rates="500", seconds=6)
    roads = [Road(False, None, options.number("posts")), Road(True, None, options.number("posts"))]
    for rate in options.numbers("rates"):
        roads += [Road(kind, rate, rate * options.number("seconds")) for kind in (False, True)]
    for installation in installations(options.databases):
        for name, unit, runs, aim, note in _measured(installation, roads, options.number("runs")):
            yield Figure(name, statistics.median(runs), unit, aim, installation.database, runs, note)


Row = tuple[str, str, list[float], str, str]


def _measured(installation: Installation, roads: Sequence[Road], runs: int) -> Iterator[Row]:
    receipts = runs * sum(road.posts for road in roads if road.acknowledged)
    authors = max(1000, receipts // RECEIPTS)
    crowd = make_crowd(installation.folder / "crowd", authors, SERVERS, free_port())
    _acknowledge(installation, wanted=False)
    with Peers(crowd) as peers, installation.serving() as parts:
        senders = Senders(installation, crowd, peers, parts)
        first = senders.send(authors, acknowledged=False)
        yield from _figures(Road(False, None, authors, "unknown keys, "), [first], "")
        for acknowledged in (False, True):
            _acknowledge(installation, wanted=acknowledged)
            for road in [road for road in roads if road.acknowledged is acknowledged]:
                sent = [senders.send(road.posts, road.rate, acknowledged=acknowledged) for _ in range(runs)]
                yield from _figures(road, sent, _aim(road, installation.database))


def _aim(road: Road, database: str) -> str:
    if road.rate:
        return ""
    return {"sqlite": ("≥ 1,200", "≥ 800"), "postgres": ("≥ 1,000", "≥ 700")}[database][road.acknowledged]


def _figures(road: Road, sent: Sequence[Sent], aim: str) -> Iterator[Row]:
    yield f"{road.name}: posts", "posts/s", [round(one.per_second, 1) for one in sent], aim, f"{road.posts} posts a run"
    for what, share in itertools.product(("202", "case", "receipt"), (50, 99)):
        if what == "receipt" and not road.acknowledged:
            continue
        runs = [round(percent(one.milliseconds(what), share), 1) for one in sent]
        wanted = "< 200" if road.acknowledged and (what, share, road.rate) == ("case", 99, 500) else ""
        yield f"{road.name}: post → {what}, p{share}", "ms", runs, wanted, ""
    for part in sent[0].cpu:
        runs = [round(one.cpu[part] / len(one.opened) * 1000, 3) for one in sent]
        yield f"{road.name}: processor, {part}", "s/1,000", runs, "", ""


def _acknowledge(installation: Installation, *, wanted: bool) -> None:
    installation.python("scripts.benches.ingest", "reply" if wanted else "none")


def main() -> None:
    """What runs inside the installation's settings: let its account acknowledge, or not."""
    import django

    django.setup()
    from tanggap.channels.models import ConnectedAccount

    ConnectedAccount.objects.update(acknowledging=sys.argv[1])


if __name__ == "__main__":
    main()
