"""The invented people, their districts and streets."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Who a visitor is until they choose somebody else.
VISITOR = "sari"
_FILE = Path(__file__).with_name("citizens.toml")


@dataclass(frozen=True)
class Citizen:
    """Somebody who lives in the town. `handle` is their name on the fediverse, `face` the colour of their picture."""

    handle: str
    name: str
    district: str
    languages: tuple[str, ...]
    bio: str
    face: int
    is_bot: bool = False


@cache
def all_citizens() -> dict[str, Citizen]:
    """Everybody, by handle."""
    told = _told()
    found = {}
    for is_bot, people in ((False, told["people"]), (True, told["bots"])):
        for handle, facts in people.items():
            languages = tuple(facts["languages"])
            face = sum(handle.encode()) % 4 + 1
            found[handle] = Citizen(handle, facts["name"], facts["district"], languages, facts["bio"], face, is_bot)
    return found


def people() -> list[Citizen]:
    """Everybody who is no machine."""
    return [citizen for citizen in all_citizens().values() if not citizen.is_bot]


def places() -> tuple[list[str], list[str]]:
    """Districts and streets."""
    told = _told()
    return told["districts"]["names"], told["streets"]["names"]


@cache
def _told() -> dict[str, dict]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
