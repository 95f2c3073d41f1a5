"""Options of a benchmark: `--name value`, each with what it is otherwise."""

from __future__ import annotations

from collections.abc import Sequence

DATABASES = ("sqlite", "postgres")


class Options:
    """What stands on the command line after a benchmark's name; an unknown option ends it."""

    def __init__(self, arguments: Sequence[str], **otherwise: int | str):
        self._given = {"database": "", **{name: str(value) for name, value in otherwise.items()}}
        known = {f"--{name}": name for name in self._given}
        for name, value in zip(arguments[::2], [*arguments[1::2], ""], strict=False):
            if name not in known or not value:
                raise SystemExit(f"{name}: the options are {' '.join(f'{name} VALUE' for name in known)}")
            self._given[known[name]] = value

    def number(self, name: str) -> int:
        """The value of an option that is a whole number."""
        return int(self._given[name])

    def text(self, name: str) -> str:
        """The value of an option that is a word."""
        return self._given[name]

    def numbers(self, name: str) -> list[int]:
        """The values of an option that takes several, with commas."""
        return [int(part) for part in self._given[name].split(",") if part]

    @property
    def databases(self) -> Sequence[str]:
        """Which of the two to measure: `--database`, else both."""
        return (self._given["database"],) if self._given["database"] else DATABASES
