"""Reads and writes the operator's TOML file. What the operator wrote there stays: only named lines are touched."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tanggap.config.environment import BadSetting

HEADING = """\
# Settings of this installation of Tanggap, made by `tanggap init`. TANGGAP_… variables come before them.
# Keep a copy of MASTER_KEY apart from the database: without it every sealed word and every signing key is lost.
"""


def settings_path(variables: Mapping[str, str]) -> Path:
    """The file that the server will read: the one named, else tanggap.toml in DATA_DIR."""
    named = variables.get("TANGGAP_CONFIG")
    return Path(named) if named else Path(variables.get("TANGGAP_DATA_DIR", "data")) / "tanggap.toml"


def read_settings(path: Path) -> dict[str, Any]:
    """What stands in the file; empty if there is none. Raises BadSetting."""
    if not path.exists():
        return {}
    try:
        return {name.upper(): value for name, value in tomllib.loads(path.read_text()).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path} is not valid TOML: {error}") from error


def write_settings(path: Path, values: Mapping[str, str | bool]) -> None:
    """Put these values into the file, readable by its owner alone; other lines stay as they are."""
    text = path.read_text() if path.exists() else HEADING
    for name, value in values.items():
        line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
        place = re.compile(rf"^{name}\s*=.*$", re.MULTILINE | re.IGNORECASE)
        # A backslash in a value is no reference to a group.
        literal = line.replace("\\", "\\\\")
        text = place.sub(literal, text) if place.search(text) else f"{text.rstrip()}\n{line}\n"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_name(f"{path.name}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
