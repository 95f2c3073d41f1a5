"""What the house tests look at: the files of the repository, their syntax, and the floors of the house."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("tanggap", "town", "scripts", "tests")


@cache
def tracked_files() -> list[Path]:
    """Every file that is, or would be, in the repository; relative to its root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return sorted({Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()})


@cache
def python_files() -> list[Path]:
    """Every Python file of ours, except what Django generated."""
    ours = [path for path in tracked_files() if path.suffix == ".py" and path.parts[0] in PACKAGES]
    return [path for path in ours if "migrations" not in path.parts]


@cache
def text_of(path: Path) -> str:
    """A file's text; nothing for one that is not text."""
    try:
        return (ROOT / path).read_text()
    except UnicodeDecodeError:
        return ""


@cache
def syntax(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(text_of(path), filename=str(path))


@cache
def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, inner ones and methods too."""
    return [node for node in ast.walk(syntax(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


@cache
def action_files() -> list[Path]:
    """The files in which rooms keep their actions: `actions.py`, or each file of a folder `actions/`."""
    ours = [path for path in python_files() if path.parts[0] == "tanggap" and len(path.parts) > 2]
    return [path for path in ours if path.parts[2] in ("actions.py", "actions")]


@cache
def floors() -> dict[str, int]:
    """Room → floor, counted from the ground; taken from the contract that import-linter holds the code to."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    numbered = enumerate(reversed(layers))
    return {room.strip(): floor for floor, line in numbered for room in line.split("|")}
