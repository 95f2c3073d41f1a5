"""Finds the command, reads its arguments, prepares Django if it needs that, and turns failures into one line."""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from tanggap.config.environment import BadSetting, read_environment

DONE, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
COMMANDS = Path(__file__).parent / "commands"
USAGE = "usage: tanggap [--config FILE] COMMAND …"


class Refused(Exception):
    """A command cannot do what was asked; the message is one line for whoever typed it."""


def run_command(argv: Sequence[str]) -> int:
    """Run `tanggap` with these arguments; returns the exit status."""
    # What an installation keeps is for its own user alone, whichever command makes it.
    os.umask(0o077)
    try:
        name, rest = _split(argv)
        if name is None:
            return _explain(rest)
        return _run(name, rest)
    except SystemExit as stop:
        # argparse has said its line already; others give theirs along.
        return _fail(stop.code) if isinstance(stop.code, str) else int(stop.code or DONE)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return REFUSED


def prepare_django() -> None:
    """Read the settings and load the rooms. Raises BadSetting."""
    read_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    import django

    django.setup()


def in_one_line(action: Callable[[], int]) -> int:
    """Run something; a failure that its reader can mend is one line and status 1, not a traceback."""
    try:
        return action()
    except (BadSetting, Refused) as error:
        return _fail(str(error))
    except Exception as error:
        if _misses_database(error):
            return _fail(f"there is no installation in {_data_folder()}; run `tanggap init` first")
        if not _is_said_in_one_line(error):
            raise
        if _misses_settings(error):
            return _fail(f"there is no installation in {_data_folder()}; run `tanggap init` first")
        if _misses_tables(error):
            return _fail("the database has no tables of this version; run `tanggap init` first")
        return _fail(f"{type(error).__name__}: {error}")


def command_names() -> Iterator[tuple[str, str]]:
    """Every command with the first line of its module's docstring, without importing any."""
    for path in sorted(COMMANDS.glob("*.py")):
        if path.stem != "__init__":
            words = ast.get_docstring(ast.parse(path.read_text())) or ""
            yield path.stem.rstrip("_").replace("_", "-"), words.split("\n")[0]


def _split(argv: Sequence[str]) -> tuple[str | None, list[str]]:
    """The command's name and its arguments; `--config FILE` may stand before or behind the name."""
    rest = list(argv)
    while rest and rest[0].startswith("--config"):
        option = rest.pop(0)
        file = option.partition("=")[2] or (rest.pop(0) if rest else "")
        os.environ["TANGGAP_CONFIG"] = str(Path(file).absolute())
    if not rest or rest[0].startswith("-"):
        return None, rest
    return rest[0], rest[1:]


def _run(name: str, rest: list[str]) -> int:
    module = _find(name)
    if module is None:
        return _misused(f"no command {name!r}; `tanggap --help` lists them")
    if hasattr(module, "main"):
        return in_one_line(lambda: module.main(rest))
    args = _read_arguments(name, module, rest)
    return in_one_line(lambda: _call(module, args))


def _call(module: ModuleType, args: argparse.Namespace) -> int:
    if getattr(module, "NEEDS_DJANGO", True):
        prepare_django()
    return int(module.run(args))


def _explain(rest: Sequence[str]) -> int:
    """Without a command: the version, the list of commands, or a complaint."""
    if rest == ["--version"]:
        print(f"tanggap {version('tanggap')}")
        return DONE
    if rest and rest[0] not in ("-h", "--help"):
        return _misused(f"no option {rest[0]}")
    print(f"{USAGE}\n\n" + "\n".join(f"  {name:<12} {words}" for name, words in command_names()))
    return DONE if rest else WRONG_USAGE


def _find(name: str) -> ModuleType | None:
    stem = name.replace("-", "_")
    for module in (stem, f"{stem}_"):
        if stem.isidentifier() and stem != "__init__" and (COMMANDS / f"{module}.py").exists():
            return importlib.import_module(f"tanggap.config.commands.{module}")
    return None


def _read_arguments(name: str, module: ModuleType, rest: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"tanggap {name}", description=module.__doc__)
    parser.add_argument("--config", metavar="FILE", help="the settings (default: tanggap.toml in DATA_DIR)")
    module.add_arguments(parser)
    args = parser.parse_args(rest)
    if args.config:
        os.environ["TANGGAP_CONFIG"] = str(Path(args.config).absolute())
    return args


def _is_said_in_one_line(error: Exception) -> bool:
    """A database that is away or a missing key is the operator's to mend; a traceback would not help them."""
    if type(error).__module__.partition(".")[0] != "django":
        return False
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error

    return isinstance(error, ImproperlyConfigured | Error)


def _data_folder() -> Path:
    return Path(os.environ.get("TANGGAP_DATA_DIR") or "data").absolute()


def _misses_settings(error: Exception) -> bool:
    """Whether a key is missing because `init` has made none yet."""
    from tanggap.config.settingsfile import settings_path

    is_given = bool(os.environ.get("TANGGAP_MASTER_KEY")) or settings_path(os.environ).exists()
    return "TANGGAP_MASTER_KEY" in str(error) and not is_given


def _misses_database(error: Exception) -> bool:
    """Whether SQLite's file, or the folder that it would lie in, is not there."""
    if isinstance(error, FileNotFoundError):
        return str(error.filename).endswith(".sqlite3.lock")
    return "unable to open database file" in str(error)


def _misses_tables(error: Exception) -> bool:
    """Whether SQLite or PostgreSQL says that there is no such table, as before `tanggap init`."""
    return "no such table" in str(error) or type(error.__cause__).__name__ == "UndefinedTable"


def _fail(line: str) -> int:
    line = " ".join(line.removeprefix("tanggap: ").split())
    print(f"tanggap: {line}", file=sys.stderr)
    return REFUSED


def _misused(line: str) -> int:
    print(f"tanggap: {line}\n{USAGE}", file=sys.stderr)
    return WRONG_USAGE
