"""What journeys share: an installation on the database that the run is for."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.installation import Installation


@pytest.fixture
def database_url() -> Iterator[str]:
    """A database of the journey's own: a new one on the run's PostgreSQL, or (empty) SQLite in the folder."""
    server = os.environ.get("TANGGAP_TEST_DATABASE", "")
    if not server.startswith("postgres"):
        yield ""
        return
    import psycopg

    name = f"journey_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield server.rpartition("/")[0] + "/" + name
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def installation(tmp_path: Path, database_url: str) -> Installation:
    """An empty folder in which an installation can be made."""
    folder = tmp_path / "installation"
    folder.mkdir()
    return Installation(folder, database_url)
