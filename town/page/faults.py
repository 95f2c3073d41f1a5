"""How the Page's network misbehaves when it is told to, so that others can learn to bear it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields


@dataclass
class Faults:
    """Switches. A number counts down with each call that it spoils; a yes or no stays until it is set again.

    `hang` seconds before every answer · `fail` calls answered 500 · `lose` calls done, but answered 500 ·
    `limit` calls refused with the error `limit_code` · `reject_token` refuses every token ·
    `duplicate` delivers every web hook twice · `silent` delivers none.
    """

    hang: float = 0.0
    fail: int = 0
    lose: int = 0
    limit: int = 0
    limit_code: int = 4
    reject_token: bool = False
    duplicate: bool = False
    silent: bool = False

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def set(self, wanted: Mapping[str, object]) -> None:
        """Set those switches that are named. Raises ValueError on unknown names and wrong values."""
        types = {field.name: type(field.default) for field in fields(self)}
        unknown = wanted.keys() - types.keys()
        if unknown:
            raise ValueError(f"no such switch: {', '.join(sorted(unknown))}")
        for name, value in wanted.items():
            setattr(self, name, _read(types[name], value))

    def shown(self) -> dict[str, object]:
        """How all switches stand."""
        return asdict(self)

    def spoils(self, name: str) -> bool:
        """Whether this call is one of those that a counting switch spoils; counts it."""
        with self._lock:
            left = getattr(self, name)
            setattr(self, name, max(0, left - 1))
            return bool(left)

    def wait(self) -> None:
        """Hang as long as the switch says."""
        if self.hang > 0:
            self._stop.wait(self.hang)

    def stop(self) -> None:
        """Let everything go that hangs."""
        self._stop.set()


def _read(kind: type, value: object) -> object:
    if kind is bool:
        return str(value).lower() in ("1", "true", "on", "yes")
    return kind(str(value))


def trace_id() -> str:
    """What stands in every error, for people who ask for help."""
    return f"A{int(time.time() * 1000):x}"
