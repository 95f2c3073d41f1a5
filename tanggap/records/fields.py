"""The table of fields: what the public part of each type of entry may say. `docs/record.md` holds the same table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tanggap.records.errors import NotForTheRecord

# JSON's names for what a field may hold; every field may also be null.
WORDS: dict[type, str] = {str: "text", int: "number", bool: "true or false", list: "list"}

_declared: dict[str, dict[str, type]] = {}


def declare(kind: str, /, **fields: type) -> None:
    """Allow a type of entry and the fields of its public part; each room's `events.py` does so when imported."""
    if not set(fields.values()) <= WORDS.keys():
        raise NotForTheRecord(f"a field of {kind} has a type that the record does not know")
    if _declared.setdefault(kind, fields) != fields:
        raise NotForTheRecord(f"{kind} is declared twice, with different fields")


def check_fields(kind: str, public: Mapping[str, Any] | None) -> None:
    """Raise NotForTheRecord for an undeclared type or field, or a value of another type than declared."""
    fields = _declared.get(kind)
    if fields is None:
        raise NotForTheRecord(f"{kind} is no declared type of entry")
    for name, value in (public or {}).items():
        if name not in fields:
            raise NotForTheRecord(f"{kind} has no public field {name}")
        if value is not None and type(value) is not fields[name]:
            raise NotForTheRecord(f"the public field {name} of {kind} must be {WORDS[fields[name]]}")


def declared_fields() -> dict[str, dict[str, type]]:
    """Every type of entry with its public fields, in order of name."""
    return {kind: dict(_declared[kind]) for kind in sorted(_declared)}


def table_of_fields() -> str:
    """The table as `docs/record.md` shows it."""
    rows = [
        f"| `{kind}` | {', '.join(f'`{name}` ({WORDS[of]})' for name, of in fields.items()) or '–'} |"
        for kind, fields in declared_fields().items()
    ]
    return "\n".join(["| type | fields of `public` |", "| --- | --- |", *rows])
