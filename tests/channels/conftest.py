"""A stranger's connector, built and installed beside Tanggap; and one that is broken."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent.parent / "sample_connector"
BUILD = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages with the sample connector's wheel in it."""
    folder = tmp_path_factory.mktemp("connector")
    source, wheels, site = folder / "source", folder / "wheels", folder / "site"
    shutil.copytree(SAMPLE, source)
    wheels.mkdir()
    subprocess.run([sys.executable, "-c", BUILD, str(wheels)], cwd=source, check=True, capture_output=True)
    zipfile.ZipFile(next(wheels.glob("*.whl"))).extractall(site)
    return site


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder of packages with a plug-in that cannot be imported, and one that would take Facebook over."""
    info = tmp_path / "broken-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[tanggap.connectors]\nbroken = broken:Broken\nfacebook = broken:Broken\n")
    (tmp_path / "broken.py").write_text("raise RuntimeError('at import')\n")
    return tmp_path
