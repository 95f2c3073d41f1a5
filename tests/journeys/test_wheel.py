"""The package installs as a wheel into an empty environment, and serves from there with all that it needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import urllib.error
import zipfile
from pathlib import Path

import pytest

from tests.house.source import ROOT, tracked_files
from tests.journeys.installation import Installation, Visitor

pytestmark = pytest.mark.peer
BUILD = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"
# What a package may leave behind when nobody looks: everything that is no Python.
KINDS = {".html", ".txt", ".toml", ".css", ".svg", ".js", ".mo", ".po", ".json"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel from the files that are in the repository, and from nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    source, wheels = folder / "source", folder / "wheels"
    for path in [path for path in tracked_files() if path.parts[0] != "tests"]:
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, source / path)
    wheels.mkdir()
    subprocess.run([sys.executable, "-c", BUILD, wheels], cwd=source, check=True, capture_output=True, timeout=120)
    return next(wheels.glob("*.whl"))


def test_everything_that_is_no_python_is_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    needed = [path for path in tracked_files() if path.parts[0] == "tanggap" and path.suffix in KINDS]
    assert len([path for path in needed if path.suffix == ".mo"]) > 3
    assert [str(path) for path in needed if str(path) not in inside] == []


def test_it_brings_neither_the_town_nor_the_tests(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tanggap"}


def test_an_installed_wheel_serves(wheel: Path, tmp_path: Path, database_url: str) -> None:
    environment = empty_environment(tmp_path)
    lend_dependencies(environment)
    install(wheel, environment, "--no-deps", "--no-index")
    check_serving(environment, tmp_path, database_url)


@pytest.mark.slow
def test_a_wheel_installed_with_what_it_says_it_needs_serves(wheel: Path, tmp_path: Path, database_url: str) -> None:
    environment = empty_environment(tmp_path)
    install(Path(f"{wheel}[postgres]") if database_url else wheel, environment)
    check_serving(environment, tmp_path, database_url)


def check_serving(environment: Path, folder: Path, database_url: str) -> None:
    """`tanggap init --yes && tanggap serve`: the home page in both languages, with the style that it names."""
    (folder / "installation").mkdir()
    installation = Installation(folder / "installation", database_url, tanggap=environment / "bin" / "tanggap")
    installation.run("init", "--yes")
    with installation.served():
        home = Visitor(installation.url).get("/")
        style = home.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert 'lang="id"' in home
        assert style.startswith("/static/")
        assert "{" in Visitor(installation.url).get(style)
        assert is_missing(installation, "/no-such-page/")
        assert "Keadaan darurat" in home


def is_missing(installation: Installation, path: str) -> bool:
    """Whether a page that is not there is answered with 404, as its template needs."""
    try:
        Visitor(installation.url).get(path)
    except urllib.error.HTTPError as error:
        return error.code == 404
    return False


def empty_environment(folder: Path) -> Path:
    """A virtual environment with nothing in it."""
    place = folder / "environment"
    if shutil.which("uv"):
        command = ["uv", "venv", "--quiet", "--python", sys.executable, str(place)]
    else:
        command = [sys.executable, "-m", "venv", str(place)]
    subprocess.run(command, check=True, timeout=120)
    return place


def lend_dependencies(environment: Path) -> None:
    """Let it see what Tanggap depends on, but not Tanggap; nothing is fetched."""
    own = environment / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    # A path file's own path files are not read, so our editable installation stays out.
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")


def install(wheel: Path, environment: Path, *options: str) -> None:
    """Install a wheel, from where the packages of this machine come."""
    python = str(environment / "bin" / "python")
    pip = ["uv", "pip", "install", "--python", python] if shutil.which("uv") else [python, "-m", "pip", "install"]
    subprocess.run([*pip, "--quiet", *options, str(wheel)], check=True, env=os.environ, timeout=300)
