"""The flow is a page: the table in the code, the steps of the rooms and the document say the same."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable
from types import ModuleType

from tanggap.config.flow import FLOW
from tests.house.source import ROOT, floors

PAGE = (ROOT / "docs/flow.md").read_text()
ROW = re.compile(r"^\| `(\w+)` \| `(\w+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
TOLD = re.compile(r"^\d+\. \*\*`(\w+)`\*\*", re.MULTILINE)


def test_every_step_of_every_room_is_in_the_flow() -> None:
    in_the_flow = {hop.step.run for hop in FLOW}
    assert {place for step, place in steps_of_rooms().items() if step not in in_the_flow} == set()


def test_every_hop_is_the_step_of_a_room_under_its_own_name() -> None:
    offered = steps_of_rooms()
    assert [hop.step.name for hop in FLOW if offered.get(hop.step.run, (None, None))[1] != hop.step.name] == []


def test_the_page_shows_the_same_table_as_the_code() -> None:
    rooms = {step: room for step, (room, _) in steps_of_rooms().items()}
    in_code = [(hop.step.name, rooms[hop.step.run], hop.takes, hop.leaves) for hop in FLOW]
    assert ROW.findall(PAGE) == in_code


def test_the_page_tells_the_steps_in_their_order() -> None:
    order = [hop.step.name for hop in FLOW]
    told = TOLD.findall(PAGE)
    assert told == [name for name in order if name in told]
    assert len(told) >= len(order) - 1


def test_every_file_that_the_page_names_exists() -> None:
    named = re.findall(r"`([a-z_]+/[a-z_/]+(?:\.py)?)`", PAGE)
    places = [ROOT / "tanggap", ROOT]
    assert [n for n in named if not any((p / n).exists() or (p / f"{n}.py").exists() for p in places)] == []


def steps_of_rooms() -> dict[Callable[[int], int], tuple[str, str]]:
    """Every function `(limit) -> int` that a room's `steps` offers, with the room and its name there."""
    modules = {room: importlib.import_module(f"tanggap.{room}.steps") for room in floors() if has_steps(room)}
    return {
        value: (room, name)
        for room, module in modules.items()
        for name, value in vars(module).items()
        if is_offered(module, name, value)
    }


def is_offered(module: ModuleType, name: str, value: object) -> bool:
    """Whether a name of the module is a step of it, not something that it merely uses."""
    if not inspect.isfunction(value) or list(inspect.signature(value).parameters) != ["limit"]:
        return False
    return name in getattr(module, "__all__", [name] if value.__module__ == module.__name__ and name[0] != "_" else [])


def has_steps(room: str) -> bool:
    """Whether the room has work for the loop."""
    return any((ROOT / "tanggap" / room / name).exists() for name in ("steps.py", "steps"))
