"""What a post costs worker and database with 10,000 and with 100,000 stored (or 1,000,000): CPU ms, and their ratio.

Each store is an installation of its own, filled by the worker's own steps in large batches. Runs take turns between
the stores, so that a machine that is busy for a while does not weigh on one of them alone. With `--kept` the stores
stay in the folder and are measured again the next time.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

from scripts.bench_run import Figure
from scripts.benches._installation import Installation, kept_installation, one_installation
from scripts.benches._options import Options
from scripts.benches._processes import cpu_seconds, database_server
from scripts.benches._road import BATCH


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU milliseconds of one post: of the worker, and of a database server beside it."""

    worker: float
    database: float

    @property
    def whole(self) -> float:
        """Both."""
        return self.worker + self.database


def run(arguments: Sequence[str]) -> Iterator[Figure]:
    """`--runs 7 --posts 2200 --stored 10000,100000 --kept FOLDER --database sqlite|postgres`."""
    options = Options(arguments, runs=7, posts=2200, stored="10000,100000", kept="-")
    sizes, posts = options.numbers("stored"), options.number("posts")
    for database in options.databases:
        with ExitStack() as opened:
            stores = {size: opened.enter_context(_opened(database, size, options.text("kept"))) for size in sizes}
            for size, store in stores.items():
                if not _reached(store).exists():
                    yield Figure(f"filling {size:,} posts", _filled(store, size), "s", database=database)
            rounds = [_costs(stores, posts) for _ in range(options.number("runs"))]
        yield from _figures(database, sizes, rounds, f"{posts - BATCH} posts a run")


def _opened(database: str, size: int, kept: str) -> AbstractContextManager[Installation]:
    return one_installation(database) if kept == "-" else kept_installation(database, Path(kept) / f"{database}-{size}")


def _reached(store: Installation) -> Path:
    """The file that says how many posts a store has had, so that none comes twice."""
    return store.folder / "reached"


def _filled(store: Installation, size: int) -> float:
    started = time.monotonic()
    store.python("scripts.benches._road", "fill", str(size))
    _reached(store).write_text(str(size))
    return time.monotonic() - started


def _costs(stores: dict[int, Installation], posts: int) -> dict[int, Cost]:
    """What a post costs in each store."""
    spent = {}
    for size, store in stores.items():
        first = int(_reached(store).read_text())
        _reached(store).write_text(str(first + posts))
        before = _of_server(store)
        steps = json.loads(store.python("scripts.benches._road", "cost", str(first), str(posts)))
        worker = sum(milliseconds for step, milliseconds in steps.items() if step != "keep_arrivals")
        spent[size] = Cost(worker, (_of_server(store) - before) / posts * 1000)
    return spent


def _of_server(store: Installation) -> float:
    """Processor seconds of the database's own processes so far, what it does of its own accord included."""
    return cpu_seconds(database_server(store.database_port)) if store.database == "postgres" else 0.0


def _figures(database: str, sizes: Sequence[int], rounds: list[dict[int, Cost]], note: str) -> Iterator[Figure]:
    medians = {size: statistics.median(one[size].whole for one in rounds) for size in sizes}
    for size in sizes:
        runs = [round(one[size].whole, 3) for one in rounds]
        yield Figure(f"a post with {size:,} stored", medians[size], "CPU ms", database=database, runs=runs, note=note)
        if database == "postgres":
            server = [round(one[size].database, 3) for one in rounds]
            name = f"of it the database, {size:,} stored"
            yield Figure(name, statistics.median(server), "CPU ms", database=database, runs=server)
        spread = max(runs) / min(runs)
        yield Figure(f"spread of equal runs with {size:,}", spread, "", database=database)
    for size in sizes[1:]:
        name = f"{size:,} against {sizes[0]:,} stored"
        yield Figure(name, medians[size] / medians[sizes[0]], "", "≤ 1.2, or the spread", database)
