"""Connectors come through one door, whoever wrote them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tanggap.channels import plugins

ROOT = Path(__file__).parent.parent.parent
SHIPPED = {"activitypub", "email", "facebook", "webform"}


def python(packages: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(packages)}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_the_shipped_connectors_are_found() -> None:
    assert set(plugins.kinds()) >= SHIPPED


def test_a_connector_is_loaded_once() -> None:
    assert plugins.connector("facebook") is plugins.connector("facebook")


def test_an_unknown_kind_is_refused_in_words() -> None:
    with pytest.raises(plugins.UnknownConnector, match="none is installed under that name"):
        plugins.connector("pigeon")


def test_a_strangers_connector_is_found_like_ours(installed: Path) -> None:
    asked = python(installed, "-c", "from tanggap.channels.plugins import kinds; print(kinds())")
    assert "noticeboard" in asked.stdout


def test_a_strangers_connector_passes_the_suite(installed: Path) -> None:
    done = python(installed, "-m", "tanggap", "connector", "check", "noticeboard")
    assert (done.returncode, done.stdout) == (0, "noticeboard: keeps the contract, version 1\n")


def test_a_broken_plugin_stops_no_other(broken: Path) -> None:
    asked = python(broken, "-c", "from tanggap.channels import plugins as p; print(p.kinds(), dict(p.refused()))")
    assert all(kind in asked.stdout for kind in SHIPPED)
    assert "'broken': 'it cannot be loaded (RuntimeError)'" in asked.stdout


def test_a_network_is_not_taken_over_by_being_installed(broken: Path) -> None:
    program = "from tanggap.channels import plugins as p; print(type(p.connector('facebook')).__module__)"
    assert python(broken, "-c", program).stdout.endswith("\ntanggap.channels.connectors.facebook.connector\n")


def test_checking_an_unknown_connector_is_one_line_and_status_1(installed: Path) -> None:
    done = python(installed, "-m", "tanggap", "connector", "check", "pigeon")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
