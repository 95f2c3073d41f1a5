"""The pages with 100,000 cases, over HTTP: milliseconds, queries, kB, public pages a second, and memory at rest."""

from __future__ import annotations

import itertools
import json
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from scripts.bench_run import Figure
from scripts.benches._ask import asked
from scripts.benches._installation import Installation, kept_installation, one_installation
from scripts.benches._options import Options
from scripts.benches._pages import OVERSEER
from scripts.benches._processes import largest_megabytes
from scripts.postgresql import NotInstalled

# What is asked for by many at once, with its aim.
CROWDED = {"public case": "≥ 500", "public case, always the same": "≥ 500", "home": "", "home, never kept": ""}
OFTEN = 60


def run(arguments: Sequence[str]) -> Iterator[Figure]:
    """`--cases 100000 --kept FOLDER --connections 8 --seconds 5 --runs 3 --only WORDS --database sqlite|postgres`.

    With `--kept` the store stays in the folder, one for each database, and is measured again the next time.
    """
    options = Options(arguments, cases=100_000, kept="-", connections=8, seconds=5, runs=3, only="-")
    for database in options.databases:
        try:
            with _opened(database, options) as installation:
                yield from _filled(installation, options.number("cases"))
                yield from _measured(installation, options)
        except NotInstalled:
            print("PostgreSQL is not installed; only SQLite is measured", file=sys.stderr)


def _opened(database: str, options: Options) -> AbstractContextManager[Installation]:
    kept = options.text("kept")
    return one_installation(database) if kept == "-" else kept_installation(database, Path(kept) / database)


def _filled(installation: Installation, cases: int) -> Iterator[Figure]:
    filled = installation.folder / "filled"
    if filled.exists():
        return
    started = time.monotonic()
    user = ["user", "add", OVERSEER, "--name", "Pengawas", "--agency", "dinas-pu", "--position", "Pengawas"]
    installation.tanggap(*user, "--password-stdin", given="teladan-demo\n")
    installation.tanggap("mandate", "grant", OVERSEER, "--powers", "oversee", "--decree", "SK 2")
    installation.python("scripts.benches._fill", str(cases))
    filled.write_text(str(cases))
    yield Figure(f"filling {cases:,} cases", time.monotonic() - started, "s", database=installation.database)


def _measured(installation: Installation, options: Options) -> Iterator[Figure]:
    database, only = installation.database, options.text("only").strip("-")
    for line in installation.python("scripts.benches._pages", "made", only).splitlines():
        found = json.loads(line)
        name = found["name"]
        yield Figure(f"{name}: made anew, p50", found["made"], "ms", "", database)
        yield Figure(f"{name}: made anew, p95", found["made95"], "ms", "< 60", database)
        yield Figure(f"{name}: made anew, our processor", found["cpu"], "CPU ms", "", database)
        yield Figure(f"{name}: queries", found["queries"], "", "≤ 12", database)
    groups = json.loads(installation.python("scripts.benches._pages", "paths", only))
    with installation.serving() as parts:
        time.sleep(3)
        for part, pids in parts.items():
            aim = "< 130" if part != "deliver" else ""
            yield Figure(f"memory at rest: {part}", largest_megabytes(pids), "MB", aim, database)
        for name, group in groups.items():
            yield from _waited(installation, name, group)
        for name in CROWDED.keys() & groups.keys():
            yield _rate(installation, name, groups[name]["paths"], options)
        yield Figure("memory after all: web", largest_megabytes(parts["web"]), "MB", "", database)


def _waited(installation: Installation, name: str, group: Mapping[str, Any]) -> Iterator[Figure]:
    """How long one visitor waits, warm, and what a first visit weighs."""
    often = max(OFTEN, min(len(group["paths"]), OFTEN * 5))
    paths = itertools.islice(itertools.cycle(group["paths"]), 5 + often)
    answers = list(asked(installation.port, paths, group["cookie"]))[5:]
    taken = sorted(milliseconds for milliseconds, _ in answers)
    heaviest = max((body for _, body in answers), key=len)
    weight = (len(heaviest) + _files_of(installation, heaviest)) / 1000
    yield Figure(f"{name}: p50", statistics.median(taken), "ms", "", installation.database)
    yield Figure(f"{name}: p95", taken[int(len(taken) * 0.95)], "ms", "< 60", installation.database)
    yield Figure(f"{name}: first load", weight, "kB", "≤ 100", installation.database)


def _files_of(installation: Installation, page: bytes) -> int:
    """The bytes of the styles, scripts and pictures that a page loads, as a browser gets them."""
    found = {name.split("#")[0] for name in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.decode())}
    size = 0
    for name in found:
        request = urllib.request.Request(installation.url + name, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            size += len(answer.read())
    return size


def _rate(installation: Installation, name: str, paths: Sequence[str], options: Options) -> Figure:
    """Requests a second from another process; each run goes on where the one before it ended."""
    connections, seconds = options.number("connections"), options.number("seconds")
    command = [sys.executable, "-m", "scripts.benches._ask", str(installation.port), str(connections), str(seconds)]
    rates = []
    for turn in range(options.number("runs")):
        start = len(paths) * turn // options.number("runs")
        given = "\n".join([*paths[start:], *paths[:start]])
        done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
        rates.append(round(json.loads(done.stdout)["rate"], 1))
    title = f"requests: {name}, {connections} connections"
    return Figure(title, statistics.median(rates), "req/s", CROWDED[name], installation.database, rates)
