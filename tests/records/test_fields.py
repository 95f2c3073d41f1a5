"""The table of fields: what may be public, and that the documents say the same."""

from __future__ import annotations

from importlib import import_module, util
from pathlib import Path

import pytest
from django.apps import apps

from tanggap.records import fields
from tanggap.records.errors import NotForTheRecord

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "record.md"


def test_the_document_holds_the_table_as_the_rooms_declare_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for config in apps.get_app_configs():
        if util.find_spec(f"{config.name}.events"):
            import_module(f"{config.name}.events")
    monkeypatch.delitem(fields._declared, "thing.happened")
    table = fields.table_of_fields()
    assert table in DOCUMENT.read_text(), f"docs/record.md should hold this table:\n{table}"


def test_a_type_has_one_declaration() -> None:
    fields.declare("thing.happened", network=str, count=int)
    with pytest.raises(NotForTheRecord, match="twice"):
        fields.declare("thing.happened", network=str)


def test_a_field_is_text_a_number_a_truth_or_a_list() -> None:
    with pytest.raises(NotForTheRecord, match="does not know"):
        fields.declare("thing.weighed", weight=float)


def test_every_declared_type_is_a_room_s_noun_and_a_past_participle() -> None:
    assert [kind for kind in fields.declared_fields() if kind.count(".") != 1 or not kind.endswith(("ed", "n"))] == []
