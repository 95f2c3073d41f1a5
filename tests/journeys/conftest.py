"""What journeys share: an installation on the database that the run is for, and servers of the fediverse beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from tests.journeys.installation import Installation, new_database


@pytest.fixture
def database_url() -> Iterator[str]:
    """A database of the journey's own: a new one on the run's PostgreSQL, or (empty) SQLite in the folder."""
    with new_database() as url:
        yield url


@pytest.fixture
def installation(tmp_path: Path, database_url: str) -> Installation:
    """An empty folder in which an installation can be made."""
    return in_folder(tmp_path, database_url)


@pytest.fixture(scope="module")
def whole_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An empty folder like it, for all the tests of a file."""
    with new_database() as url:
        yield in_folder(tmp_path_factory.mktemp("journey"), url)


@pytest.fixture(scope="session")
def citizens_key() -> RSAPrivateKey:
    """The key of all citizens of a neighbour: a new one takes a fifth of a second."""
    return generate_private_key(65537, 2048)


def in_folder(folder: Path, database_url: str) -> Installation:
    """An installation that can be made in a new folder."""
    (folder / "installation").mkdir()
    return Installation(folder / "installation", database_url)
