"""What the documents say is there."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from tanggap.config.environment import OTHERS, Environment
from tanggap.registry.models import Power
from tests.house.source import ROOT, floors, text_of, tracked_files

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"TANGGAP_([A-Z_]+)")
READMES = ["README.md", "README.id.md"]


def test_every_relative_link_leads_somewhere() -> None:
    assert [f"{page}: {link}" for page in pages() for link in links(page) if not leads_somewhere(page, link)] == []


def test_every_setting_is_documented() -> None:
    documented = set(SETTING.findall(text_of(Path("docs/settings.md"))))
    assert {field.name.upper() for field in fields(Environment)} - documented == set()


def test_no_setting_is_documented_that_does_not_exist() -> None:
    known = {field.name.upper() for field in fields(Environment)} | OTHERS
    named = {(page, name) for page in pages() for name in SETTING.findall(text_of(page)) if name.strip("_")}
    assert {(str(page), name) for page, name in named if name not in known} == set()


def test_the_default_of_every_setting_is_the_documented_one() -> None:
    rows = {name: line for line in text_of(Path("docs/settings.md")).splitlines() for name in SETTING.findall(line)[:1]}
    plain = {f.name.upper(): str(f.default).lower() for f in fields(Environment) if f.default not in ("", None)}
    assert {name: default for name, default in plain.items() if f"`{default}`" not in rows[name].lower()} == {}


def test_every_power_of_a_mandate_is_explained_to_the_operator() -> None:
    text = text_of(Path("docs/operating.md"))
    assert [power for power in Power.values if f"| `{power}` |" not in text] == []


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_every_script(readme: str) -> None:
    scripts = [p for p in tracked_files() if p.parts[0] == "scripts" and len(p.parts) == 2 and not p.suffix]
    assert [str(script) for script in scripts if f"scripts/{script.name}" not in text_of(Path(readme))] == []


def test_every_script_that_a_document_names_exists() -> None:
    named = {name for page in pages() for name in re.findall(r"\bscripts/[a-z_]+(?:\.py)?", text_of(page))}
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_every_room_is_in_the_map_of_rooms() -> None:
    assert [room for room in floors() if f"`{room}`" not in text_of(Path("docs/rooms.md"))] == []


def test_every_decision_is_in_the_index() -> None:
    decisions = [p.name for p in tracked_files() if p.parent == Path("docs/decisions") and p.name != "README.md"]
    assert decisions
    assert [name for name in decisions if f"({name})" not in text_of(Path("docs/decisions/README.md"))] == []


def pages() -> list[Path]:
    """Every document of the repository."""
    return [path for path in tracked_files() if path.suffix == ".md"]


def links(page: Path) -> list[str]:
    """The relative links of a document, pictures too; what stands in a block of code is no link."""
    found = LINK.findall(FENCE.sub("", text_of(page)))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def leads_somewhere(page: Path, link: str) -> bool:
    """Whether a link's file exists and, if it names a heading, has that heading."""
    name, _, anchor = link.partition("#")
    target = (ROOT / page).parent / name if name else ROOT / page
    if not target.exists():
        return False
    return not anchor or target.suffix != ".md" or anchor in {slug(h) for h in HEADING.findall(target.read_text())}


def slug(heading: str) -> str:
    """The anchor that a code host gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
