"""What must stand in no file: paths of one machine, hosts of package registries, tests that nobody finished."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.source import text_of, tracked_files

# One letter of each stands in brackets, so that this file does not hold what it looks for.
MACHINE = re.compile(r"/(?:[w]ork|[r]oot|[f]arm)/|/[o]pt/[wp]|/home/\w+/", re.IGNORECASE)
REGISTRY = re.compile(r"[p]ythonhosted\.|[p]ypi\.org|[n]pmjs\.|[d]eb\.debian\.", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(?:[T]ODO|[F]IXME|[X]XX)\b")


def test_no_file_names_a_path_of_one_machine() -> None:
    assert lines_with(MACHINE) == []


def test_no_file_names_a_package_registry() -> None:
    assert lines_with(REGISTRY) == []


def test_nothing_is_left_to_do_later() -> None:
    assert lines_with(UNFINISHED, suffixes={".py", ".html", ".css", ".js", ".md", ""}) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (MACHINE, "cd " + "/wo" + "rk/tanggap"),
        (MACHINE, "'" + "/ro" + "ot/x'"),
        (REGISTRY, "https://" + "py" + "pi.org/simple"),
        (REGISTRY, "registry." + "np" + "mjs.org"),
        (UNFINISHED, "# TO" + "DO: later"),
    ],
)
def test_the_patterns_find_what_they_look_for(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


def lines_with(pattern: re.Pattern[str], suffixes: set[str] | None = None) -> list[str]:
    """`file:line: text` of every line of the repository's text files in which the pattern stands."""
    files = [path for path in tracked_files() if suffixes is None or path.suffix in suffixes]
    return [found for path in files for found in _lines_of(path, pattern)]


def _lines_of(path: Path, pattern: re.Pattern[str]) -> list[str]:
    if not pattern.search(text_of(path)):
        return []
    lines = enumerate(text_of(path).splitlines(), 1)
    return [f"{path}:{number}: {line[:120]}" for number, line in lines if pattern.search(line)]
