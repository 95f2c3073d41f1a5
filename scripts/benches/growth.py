"""What a post costs the worker with 10,000 and with 100,000 stored (or 1,000,000): CPU ms, and their ratio.

Each store is an installation of its own, filled by the worker's own steps in large batches. Runs take turns between
the stores, so that a machine that is busy for a while does not weigh on one of them alone.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from scripts.bench_run import Figure
from scripts.benches._installation import Installation, one_installation
from scripts.benches._options import Options
from scripts.benches._road import BATCH


def run(arguments: Sequence[str]) -> Iterator[Figure]:
    """`--runs 7 --posts 2200 --stored 10000,100000 --database sqlite|postgres`."""
    options = Options(arguments, runs=7, posts=2200, stored="10000,100000")
    sizes, posts = options.numbers("stored"), options.number("posts")
    for database in options.databases:
        with ExitStack() as opened:
            stores = {size: opened.enter_context(one_installation(database)) for size in sizes}
            for size, store in stores.items():
                yield Figure(f"filling {size:,} posts", _filled(store, size), "s", database=database)
            rounds = [_costs(stores, turn * posts, posts) for turn in range(options.number("runs"))]
        yield from _figures(database, sizes, rounds, f"{posts - BATCH} posts a run")


def _filled(store: Installation, size: int) -> float:
    started = time.monotonic()
    store.python("scripts.benches._road", "fill", str(size))
    return time.monotonic() - started


def _costs(stores: dict[int, Installation], offset: int, posts: int) -> dict[int, float]:
    """CPU milliseconds of a post in each store."""
    spent = {}
    for size, store in stores.items():
        steps = json.loads(store.python("scripts.benches._road", "cost", str(size + offset), str(posts)))
        spent[size] = sum(milliseconds for step, milliseconds in steps.items() if step != "keep_arrivals")
    return spent


def _figures(database: str, sizes: Sequence[int], rounds: list[dict[int, float]], note: str) -> Iterator[Figure]:
    medians = {size: statistics.median(one[size] for one in rounds) for size in sizes}
    for size in sizes:
        runs = [round(one[size], 3) for one in rounds]
        yield Figure(f"a post with {size:,} stored", medians[size], "CPU ms", database=database, runs=runs, note=note)
        spread = max(runs) / min(runs)
        yield Figure(f"spread of equal runs with {size:,}", spread, "", database=database)
    for size in sizes[1:]:
        name = f"{size:,} against {sizes[0]:,} stored"
        yield Figure(name, medians[size] / medians[sizes[0]], "", "≤ 1.2, or the spread", database)
