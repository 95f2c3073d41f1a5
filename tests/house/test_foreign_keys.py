"""Rows point down the house, as imports do."""

from __future__ import annotations

from django.apps import apps

from tests.house.source import floors


def test_every_foreign_key_points_down() -> None:
    rooms = floors()
    wrong = [
        f"{source} → {target}"
        for source, target in references()
        if room(source) != room(target) and rooms[room(source)] <= rooms[room(target)]
    ]
    assert wrong == []


def test_every_room_with_tables_stands_on_a_floor() -> None:
    assert {
        config.name.split(".")[1] for config in apps.get_app_configs() if config.name.startswith("tanggap.")
    } <= set(floors())


def references() -> list[tuple[str, str]]:
    """Every relation between two models of ours, as module paths of the models."""
    models = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("tanggap.")]
    fields = [(model, field) for model in models for field in model._meta.get_fields() if field.concrete]
    pairs = [(model, field.related_model) for model, field in fields if field.is_relation and field.related_model]
    return [(path_of(m), path_of(other)) for m, other in pairs if other.__module__.startswith("tanggap.")]


def path_of(model: type) -> str:
    """`tanggap.cases.models.Case`."""
    return f"{model.__module__}.{model.__name__}"


def room(path: str) -> str:
    """The room in a module's path."""
    return path.split(".")[1]
