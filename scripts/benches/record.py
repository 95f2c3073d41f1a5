"""Entries a second, from append_entries in batches of 100 to a signed checkpoint; what each part of it costs.

Runs on the database that TANGGAP_DATABASE_URL names, which must hold no record and is left without one; without it on
a temporary SQLite and, where a server is installed, a temporary PostgreSQL, both as durable as an installation's.
"""

from __future__ import annotations

import base64
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from scripts.bench_run import Figure
from scripts.postgresql import NotInstalled, temporary_cluster

RUNS = 5
ENTRIES, BATCH, STEP = 20_000, 100, 1_000
RECEIPTS = 200
ROOT = Path(__file__).resolve().parent.parent.parent
UNITS = {
    "append to checkpoint": ("entries/s", "≥ 10,000"),
    "append_entries": ("µs/entry", ""),
    "sequence": ("µs/entry", ""),
    "processor": ("µs/entry", ""),
    "receipt": ("µs", ""),
}


def run(arguments: Sequence[str]) -> Iterator[Figure]:
    """Five runs on each database; figures are their medians."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="tanggap-bench-")))
        named = os.environ.get("TANGGAP_DATABASE_URL")
        urls = [named] if named else [f"sqlite:///{folder}/bench.sqlite3"]
        if not named:
            try:
                urls.append(opened.enter_context(temporary_cluster(durable=True)))
            except NotInstalled:
                print("PostgreSQL is not installed; only SQLite is measured", file=sys.stderr)
        for url in urls:
            yield from _measured(url, folder)


def _measured(url: str, folder: Path) -> Iterator[Figure]:
    environment = os.environ | {
        "TANGGAP_DATABASE_URL": url,
        "TANGGAP_DATA_DIR": str(folder),
        "TANGGAP_MASTER_KEY": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "DJANGO_SETTINGS_MODULE": "tanggap.config.settings",
    }
    command = [sys.executable, "-m", "scripts.benches.record"]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit("record: the database could not be measured; see above")
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    for name, (unit, aim) in UNITS.items():
        values = [run[name] for run in runs]
        note = f"batches of {BATCH}, half with a sealed payload" if aim else ""
        yield Figure(name, statistics.median(values), unit, aim, url.partition(":")[0], values, note)


def main() -> None:
    """What the child does: a log of its own, the runs, and nothing left behind."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tanggap.records.actions import open_log
    from tanggap.records.fields import declare
    from tanggap.records.models import Checkpoint, Entry, Log, LogKey, Payload, Tile

    call_command("migrate", "records", verbosity=0)
    if Log.objects.exists() or Entry.objects.exists():
        sys.exit("record: this database holds a record; a benchmark would write into it")
    declare("bench.opened", post=str, received=str, network=str, kind=str, answer_due=str)
    open_log("bench.example/log")
    try:
        for number in range(RUNS):
            print(json.dumps(_one_run(number)), flush=True)
    finally:
        with connection.cursor() as cursor:
            for model in (Payload, Entry, Tile, Checkpoint, LogKey, Log):
                cursor.execute(f"DELETE FROM {model._meta.db_table}")


def _one_run(number: int) -> dict[str, float]:
    from tanggap.base.db import writing
    from tanggap.records.actions import append_entries
    from tanggap.records.queries import published_size
    from tanggap.records.steps import sequence

    acts, before = _acts(number), published_size()
    appending = sequencing = 0.0
    processor, started = time.process_time(), time.perf_counter()
    for step in range(0, ENTRIES, STEP):
        mark = time.perf_counter()
        for first in range(step, step + STEP, BATCH):
            with writing():
                append_entries(acts[first : first + BATCH])
        appended = time.perf_counter()
        sequence(STEP)
        appending, sequencing = appending + appended - mark, sequencing + time.perf_counter() - appended
    processor = time.process_time() - processor
    while published_size() < before + ENTRIES:
        time.sleep(0.005)
        sequence(STEP)
    seconds = time.perf_counter() - started
    return {
        "append to checkpoint": round(ENTRIES / seconds),
        "append_entries": round(appending / ENTRIES * 1e6, 1),
        "sequence": round(sequencing / ENTRIES * 1e6, 1),
        "processor": round(processor / ENTRIES * 1e6, 1),
        "receipt": _receipt_time(before),
    }


def _acts(number: int) -> list[Any]:
    from tanggap.base.clock import now
    from tanggap.records.acts import Act, SealedPayload

    public = {"post": "post:" + "p" * 26, "received": "2026-01-05T00:00:00Z", "network": "activitypub"}
    public |= {"kind": "complaint", "answer_due": "2026-01-12T00:00:00Z"}
    return [
        Act(
            "bench.opened",
            now(),
            f"case:{number}-{n}",
            "a" * 26,
            "m" * 26,
            public,
            SealedPayload(n, "sha256:" + "0" * 64, os.urandom(300)) if n % 2 else None,
        )
        for n in range(ENTRIES)
    ]


def _receipt_time(first: int) -> float:
    from tanggap.records.models import Entry
    from tanggap.records.receipts import public_receipt

    entries = list(Entry.objects.filter(index__gte=first).order_by("index")[:: ENTRIES // RECEIPTS])
    started = time.perf_counter()
    if not all(public_receipt(entry) for entry in entries):
        raise SystemExit("record: a published entry has no receipt")
    return round((time.perf_counter() - started) / len(entries) * 1e6, 1)


if __name__ == "__main__":
    main()
