"""The migrations make exactly the tables that the models describe."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override


def test_no_model_waits_for_a_migration() -> None:
    loader = MigrationLoader(None)
    with override(None):
        waiting = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("tanggap.")}
    changes = {app: [str(op) for m in found for op in m.operations] for app, found in waiting.items() if app in ours}
    assert changes == {}


def test_every_room_has_one_first_migration() -> None:
    loader = MigrationLoader(None)
    rooms = {
        config.label for config in apps.get_app_configs() if config.name.startswith("tanggap.") and has_tables(config)
    }
    assert {room for room in rooms if not loader.graph.root_nodes(room)} == set()


def has_tables(config: object) -> bool:
    """Whether a room keeps anything."""
    return any(model._meta.managed for model in config.get_models())  # type: ignore[attr-defined]
