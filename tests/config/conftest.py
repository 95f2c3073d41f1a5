"""An installation of the test's own: made once, in a folder of its own, by the commands an operator types."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


def clean_environment(folder: Path) -> dict[str, str]:
    """The environment of an operator who has set nothing but where the data is."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TANGGAP_", "DJANGO_"))}
    return {**kept, "TANGGAP_DATA_DIR": str(folder)}


@pytest.fixture(scope="session")
def tanggap() -> Run:
    """Runs a command of `tanggap` for the installation in a folder."""

    def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "tanggap", *arguments]
        environment = {**clean_environment(folder), **variables}
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120
        )

    return run


@pytest.fixture(scope="session")
def installation(tanggap: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation that `tanggap init --yes` made."""
    folder = tmp_path_factory.mktemp("installation") / "data"
    made = tanggap(folder, "init", "--yes", "--name", "Kota Uji")
    assert made.returncode == 0, made.stderr
    return folder
