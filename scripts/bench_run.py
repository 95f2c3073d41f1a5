"""Runs one benchmark of `scripts/benches/` and prints its figures with the machine they were taken on.

A benchmark is a module with a function `run(arguments: list[str]) -> Iterable[Figure]`; `arguments` are what stands
after its name on the command line. Figures are printed as they come.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any

from scripts.postgresql import NotInstalled, newest_programs

BENCHES = Path(__file__).resolve().parent / "benches"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `runs` holds every run where the value is their median; `aim` is what was hoped for."""

    name: str
    value: float
    unit: str
    aim: str = ""
    database: str = ""
    runs: list[float] = field(default_factory=list)
    note: str = ""


def main(arguments: list[str]) -> int:
    """Run the benchmark that is named first; without a name, list those that there are."""
    as_json = "--json" in arguments
    arguments = [argument for argument in arguments if argument != "--json"]
    if not arguments or arguments[0] not in names():
        print("usage: scripts/bench NAME [--json]\n\n" + "\n".join(f"  {name:<12} {about(name)}" for name in names()))
        return 2 if arguments else 0
    name, *rest = arguments
    started = time.monotonic()
    show_machine(as_json)
    figures = importlib.import_module(f"scripts.benches.{name}").run(rest)
    show_figures(name, figures, as_json)
    show({"bench": name, "seconds": round(time.monotonic() - started, 1)}, as_json)
    return 0


def names() -> list[str]:
    """The benchmarks that there are."""
    return sorted(path.stem for path in BENCHES.glob("*.py") if not path.stem.startswith("_") and has_run(path))


def has_run(path: Path) -> bool:
    """Whether a module is a benchmark, not something that benchmarks share."""
    return "\ndef run(" in path.read_text()


def about(name: str) -> str:
    """The first line of a benchmark's docstring, read without importing it."""
    text = (BENCHES / f"{name}.py").read_text().lstrip()
    return text.removeprefix('"""').split("\n", 1)[0].removesuffix('"""')


def show_machine(as_json: bool) -> None:
    """Print what the figures were taken on."""
    facts = machine()
    if as_json:
        print(json.dumps(facts), flush=True)
    else:
        print("; ".join(f"{name} {value}" for name, value in facts.items()), flush=True)


def machine() -> dict[str, Any]:
    """Cores, memory and versions."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": len(os.sched_getaffinity(0)),
        "memory": f"{pages / 2**30:.0f} GiB",
        "processor": processor(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgresql": postgresql_version(),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()),
    }


def processor() -> str:
    """The processor's name as Linux gives it."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    found = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return found[0] if found else platform.machine()


def postgresql_version() -> str:
    """The version of the server that a benchmark would start, or a word that there is none."""
    try:
        asked = subprocess.run([newest_programs() / "postgres", "--version"], capture_output=True, text=True)
    except NotInstalled:
        return "not installed"
    return asked.stdout.split()[2]


def show_figures(bench: str, figures: Iterable[Figure | dict[str, Any]], as_json: bool) -> None:
    """Print each figure as it comes, with its unit."""
    for figure in figures:
        # Run as a program, this module's own Figure is another class than the one that a benchmark imports.
        fields = asdict(figure) if is_dataclass(figure) else dict(figure)
        show({"bench": bench, **fields}, as_json)


def show(fields: dict[str, Any], as_json: bool) -> None:
    """One line: an object for programs, words for people."""
    if as_json:
        print(json.dumps(fields, default=str), flush=True)
        return
    name, value, unit = fields.get("name", ""), fields.get("value", ""), fields.get("unit", "")
    rest = {k: v for k, v in fields.items() if k not in ("bench", "name", "value", "unit") and v not in ("", [], None)}
    shown = f"{value:,.4g}" if isinstance(value, float) and value < 1000 else f"{value:,.0f}" if value != "" else ""
    print(f"{name:<44} {shown:>10} {unit:<12} " + "  ".join(f"{k} {v}" for k, v in rest.items()), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
