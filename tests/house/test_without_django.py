"""What strangers run by themselves must not need Django: the proof, the contract, and the ground they stand on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.source import ROOT

MODULES = [
    "tanggap.proof",
    "tanggap.channels.contract",
    "tanggap.channels.testing",
    "tanggap.metrics.formulas",
    "tanggap.inbox.text",
    "tanggap.base.clock",
    "tanggap.base.ids",
    "tanggap.base.crypto",
    "tanggap.base.http",
    "tanggap.config.environment",
]
# Imports everything below a module too, and refuses Django as if it were not installed.
PROGRAM = """
import importlib, pkgutil, sys
sys.modules["django"] = None
module = importlib.import_module(sys.argv[1])
for found in pkgutil.walk_packages(getattr(module, "__path__", []), module.__name__ + "."):
    importlib.import_module(found.name)
"""


@pytest.mark.parametrize("module", MODULES)
def test_it_imports_where_there_is_no_django(module: str) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, module], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_check_itself_sees_django() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, "tanggap.base.db"], cwd=ROOT, capture_output=True, text=True)
    assert "django" in done.stderr
