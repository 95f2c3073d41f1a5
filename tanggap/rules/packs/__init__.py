"""Rule packs: the law and practice of one country as data. `settings.RULES` names one, or the operator's own file."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tanggap.rules.errors import BadPack
from tanggap.rules.packs.reading import read_pack
from tanggap.rules.packs.shape import KINDS, Fact, KindRule, Pack, Status, Term

__all__ = ["KINDS", "BadPack", "Fact", "KindRule", "Pack", "Status", "Term", "load_pack", "pack"]

SHIPPED = Path(__file__).parent


def pack() -> Pack:
    """The pack of this installation; its texts know the government's name. Raises BadPack."""
    return _own_pack(settings.RULES, settings.GOVERNMENT)


@lru_cache(maxsize=8)
def load_pack(name: str) -> Pack:
    """A shipped pack by its code, or one of the operator's own by the path of its TOML file. Raises BadPack."""
    if name.endswith(".toml"):
        return read_pack(Path(name))
    path = SHIPPED / f"{name}.toml"
    if not name.isidentifier() or not path.exists():
        shipped = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.toml") if file.stem.isidentifier()))
        raise BadPack(f"there is no rule pack {name!r}; shipped are {shipped}, or give the path of a .toml file")
    return read_pack(path)


@lru_cache(maxsize=8)
def _own_pack(name: str, government: str) -> Pack:
    return replace(load_pack(name), defaults={"government": government})
