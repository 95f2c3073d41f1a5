"""Files and functions stay short enough to be read at once."""

from __future__ import annotations

import statistics
from pathlib import Path

from tests.house.source import PACKAGES, functions, python_files, text_of, tracked_files

LONGEST_FILE, USUAL_FILE = 350, 100
LONGEST_FUNCTION, LONG_FUNCTION, USUAL_FUNCTION = 60, 30, 9

# What may be longer, how long at most, and why. The list and its numbers may only shrink.
LONG_FILES: dict[str, tuple[int, str]] = {}
LONG_FUNCTIONS: dict[str, tuple[int, str]] = {}


def test_no_file_is_too_long_to_be_read_at_once() -> None:
    too_long = {name: lines for name, lines in file_lengths().items() if lines > LONGEST_FILE}
    assert unexcused(too_long, LONG_FILES) == {}


def test_most_files_are_short() -> None:
    assert statistics.median(file_lengths().values()) <= USUAL_FILE


def test_no_function_is_too_long_to_be_read_at_once() -> None:
    too_long = {name: lines for name, lines in function_lengths().items() if lines > LONGEST_FUNCTION}
    assert unexcused(too_long, LONG_FUNCTIONS) == {}


def test_nine_functions_of_ten_are_short() -> None:
    lengths = sorted(function_lengths().values())
    assert lengths[len(lengths) * 9 // 10] <= LONG_FUNCTION


def test_most_functions_are_a_few_lines() -> None:
    assert statistics.median(function_lengths().values()) <= USUAL_FUNCTION


def test_an_excuse_that_is_no_longer_needed_is_taken_off_the_list() -> None:
    lengths = {**file_lengths(), **function_lengths()}
    limits = {**dict.fromkeys(LONG_FILES, LONGEST_FILE), **dict.fromkeys(LONG_FUNCTIONS, LONGEST_FUNCTION)}
    assert [name for name, limit in limits.items() if lengths.get(name, 0) <= limit] == []


def unexcused(too_long: dict[str, int], excuses: dict[str, tuple[int, str]]) -> dict[str, int]:
    """Those that are not on the list, or have grown beyond what it says."""
    return {name: lines for name, lines in too_long.items() if lines > excuses.get(name, (0, ""))[0]}


def file_lengths() -> dict[str, int]:
    """Lines of every Python file and shell script; empty files count for nothing."""
    scripts = [p for p in tracked_files() if p.suffix == "" and p.parts[0] in (*PACKAGES, ".ci")]
    lengths = {str(path): line_count(path) for path in [*python_files(), *scripts]}
    return {name: lines for name, lines in lengths.items() if lines > 1}


def line_count(path: Path) -> int:
    """How many lines a file has."""
    return len(text_of(path).splitlines())


def function_lengths() -> dict[str, int]:
    """Lines of every function, from `def` to its last line."""
    return {
        f"{path}::{function.name}:{function.lineno}": (function.end_lineno or 0) - function.lineno + 1
        for path in python_files()
        for function in functions(path)
    }
