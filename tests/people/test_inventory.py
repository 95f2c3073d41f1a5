"""The inventory of personal columns is complete and true."""

from __future__ import annotations

import re

from django.apps import apps
from django.db import models

from tanggap.people.inventory import NOT_PERSONAL, PERSONAL, columns_of

# Names under which something of a person is usually kept.
SOUNDS_PERSONAL = re.compile(
    r"name|handle|email|inbox|remote_id|profile|text|body|html|address|phone|author|signer|payload|sealed$|password"
)
KEPT_TYPES = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.EmailField)
OWN = "tanggap."
# Django's tables of permissions, which nobody has here, and the time that belongs to an attempt's row.
NAME_NOBODY = {"auth.Permission", "auth.Group", "contenttypes.ContentType", "axes.AccessAttemptExpiration"}


def test_every_column_of_the_inventory_exists() -> None:
    listed = [(entry.model, entry.column) for entry in PERSONAL] + list(NOT_PERSONAL)
    assert [pair for pair in listed if pair not in columns("")] == []


def test_every_table_of_a_library_that_knows_people_is_in_the_inventory() -> None:
    known = {entry.model for entry in PERSONAL}
    kept = {model for model, _ in columns("axes.") | columns("django.contrib.")}
    assert kept - known - NAME_NOBODY == set()


def test_every_column_that_sounds_personal_is_in_the_inventory() -> None:
    known = {(entry.model, entry.column) for entry in PERSONAL} | set(NOT_PERSONAL)
    sounding = {pair for pair, field in columns().items() if SOUNDS_PERSONAL.search(pair[1]) and is_content(field)}
    assert sorted(sounding - known) == []


def test_no_column_stands_twice() -> None:
    listed = [(entry.model, entry.column) for entry in PERSONAL] + list(NOT_PERSONAL)
    assert len(listed) == len(set(listed))


def test_every_line_says_what_it_holds_and_what_erasure_does() -> None:
    assert all(entry.holds and entry.on_erasure for entry in PERSONAL)


def test_the_columns_of_a_model_can_be_asked_for() -> None:
    assert "handle" in [entry.column for entry in columns_of("people.Identity")]


def columns(package: str = OWN) -> dict[tuple[str, str], models.Field]:
    """Every column of every model of ours, or of another package."""
    ours = [model for model in apps.get_models() if model.__module__.startswith(package)]
    return {(model._meta.label, field.name): field for model in ours for field in model._meta.concrete_fields}


def is_content(field: models.Field) -> bool:
    """Whether a field can hold words, and not only one of a few choices."""
    return isinstance(field, KEPT_TYPES) and not field.choices
