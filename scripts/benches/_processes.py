"""The processes of an installation and of its database: which there are, what they cost, what they hold."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PARTS = {"tanggap web": "web", "tanggap work --group work": "work", "tanggap work --group deliver": "deliver"}


@dataclass(frozen=True, slots=True)
class _Process:
    parent: int
    title: str


def parts_of(server: int) -> dict[str, list[int]]:
    """The processes below `tanggap serve` by their part: web, work, deliver."""
    found: dict[str, list[int]] = {part: [] for part in PARTS.values()}
    processes = _processes()
    for pid in _below(server, processes):
        for title, part in PARTS.items():
            if processes[pid].title.startswith(title):
                found[part].append(pid)
    return found


def database_server(port: int) -> list[int]:
    """The PostgreSQL server on a port with its backends; those that ended are in its own figures."""
    processes = _processes()
    first = [pid for pid, one in processes.items() if "/postgres " in one.title and f" -p {port} " in one.title]
    return [*first, *(below for pid in first for below in _below(pid, processes))]


def cpu_seconds(pids: Sequence[int]) -> float:
    """Processor seconds that these processes have used so far, children that ended included."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += sum(int(fields[place]) for place in (11, 12, 13, 14))
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pids: Sequence[int]) -> float:
    """Memory that these processes hold now; of pages shared with others, their share (PSS)."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def largest_megabytes(pids: Sequence[int]) -> float:
    """What the largest of these processes holds by `ps` (RSS), shared pages included."""
    pages = max(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _processes() -> dict[int, _Process]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            found[int(folder.name)] = _Process(parent, (folder / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def _below(top: int, processes: Mapping[int, _Process]) -> list[int]:
    below = [pid for pid, one in processes.items() if one.parent == top]
    return [*below, *(deeper for pid in below for deeper in _below(pid, processes))]
