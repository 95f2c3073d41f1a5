"""Connectors are found through the entry-point group `tanggap.connectors`, ours exactly as anybody else's.

Needs no Django. A plug-in that is broken is reported and left out; it stops nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec

import structlog

from tanggap.channels.contract import VERSION, Connector
from tanggap.channels.testing import Samples

GROUP = "tanggap.connectors"
# Where two plug-ins claim one name, ours stands: nobody takes a network over by being installed.
OURS = "tanggap"

log = structlog.get_logger(__name__)


class UnknownConnector(LookupError):
    """No connector of that name is installed, or it could not be loaded."""


@dataclass(frozen=True, slots=True)
class Plugins:
    """The connectors that were found, and for each name that was left out the reason."""

    connectors: Mapping[str, Connector]
    refused: Mapping[str, str]


def connector(kind: str) -> Connector:
    """The connector of a kind of network. Raises UnknownConnector."""
    found = loaded().connectors.get(kind)
    if found is None:
        why = loaded().refused.get(kind, "none is installed under that name")
        raise UnknownConnector(f"no connector {kind!r}: {why}")
    return found


def kinds() -> list[str]:
    """The names of the connectors that can be used."""
    return sorted(loaded().connectors)


def refused() -> Mapping[str, str]:
    """Plug-ins that were found and cannot be used, with the reason."""
    return loaded().refused


def samples_of(kind: str) -> Samples | None:
    """What a connector is to be tried with: `SAMPLES` in the module `samples` beside its own. None without one."""
    package = type(connector(kind)).__module__.rpartition(".")[0]
    if not package or find_spec(f"{package}.samples") is None:
        return None
    found = import_module(f"{package}.samples")
    return found.SAMPLES if isinstance(getattr(found, "SAMPLES", None), Samples) else None


@lru_cache(maxsize=1)
def loaded() -> Plugins:
    """Load every plug-in, once for the process."""
    connectors: dict[str, Connector] = {}
    refused: dict[str, str] = {}
    for entry in sorted(entry_points(group=GROUP), key=_ours_first):
        taken = entry.name in connectors
        reason = "another plug-in has that name already" if taken else _load(entry, connectors)
        if reason:
            refused[f"{entry.name} of {_maker(entry)}" if taken else entry.name] = reason
            log.warning("connector_refused", connector=entry.name, package=_maker(entry), reason=reason)
    return Plugins(connectors, refused)


def _load(entry: EntryPoint, connectors: dict[str, Connector]) -> str:
    """Add the plug-in's connector; returns why not, or nothing."""
    try:
        made = entry.load()()
    except Exception as error:  # whatever a stranger's module does when it is imported
        return f"it cannot be loaded ({type(error).__name__})"
    if not isinstance(made, Connector):
        return "it lacks a part of the contract"
    if made.version != VERSION:
        return f"it speaks version {made.version} of the contract, and this Tanggap speaks {VERSION}"
    if made.kind != entry.name:
        return f"it is registered as {entry.name!r} and calls itself {made.kind!r}"
    connectors[entry.name] = made
    return ""


def _ours_first(entry: EntryPoint) -> tuple[bool, str, str]:
    return _maker(entry) != OURS, _maker(entry), entry.name


def _maker(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else ""
