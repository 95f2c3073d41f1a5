"""The package installs as a wheel into an empty environment, and serves from there with all that it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.house.source import ROOT, tracked_files
from tests.journeys.installation import Installation, Visitor

BUILD = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.mark.peer
def test_an_installed_wheel_serves(tmp_path: Path, database_url: str) -> None:
    environment = empty_environment(tmp_path)
    install(build(tmp_path), environment)
    folder = tmp_path / "installation"
    folder.mkdir()
    installation = Installation(folder, database_url, tanggap=environment / "bin" / "tanggap")
    installation.run("init", "--yes")
    with installation.served():
        home = Visitor(installation.url).get("/")
        style = home.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert "<h1" in home
        assert Visitor(installation.url).get(style)


def build(folder: Path) -> Path:
    """A wheel from the files that are in the repository, and from nothing else."""
    source, wheels = folder / "source", folder / "wheels"
    for path in [path for path in tracked_files() if path.parts[0] != "tests"]:
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, source / path)
    wheels.mkdir()
    subprocess.run([sys.executable, "-c", BUILD, wheels], cwd=source, check=True, capture_output=True)
    return next(wheels.glob("*.whl"))


def empty_environment(folder: Path) -> Path:
    """A virtual environment that has what Tanggap depends on, but not Tanggap; nothing is fetched."""
    place = folder / "environment"
    if shutil.which("uv"):
        subprocess.run(["uv", "venv", "--quiet", "--python", sys.executable, place], check=True)
    else:
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
    own = place / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    # A path file's own path files are not read, so our editable installation stays out.
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place


def install(wheel: Path, environment: Path) -> None:
    """Install the wheel and nothing else."""
    python = environment / "bin" / "python"
    pip = ["uv", "pip", "install", "--quiet", "--python", str(python)]
    command = pip if shutil.which("uv") else [str(python), "-m", "pip", "install", "--quiet"]
    subprocess.run([*command, "--no-deps", "--no-index", str(wheel)], check=True, env=os.environ)
