"""The settings an operator may give: `TANGGAP_…` variables or a TOML file. Needs no Django."""

from __future__ import annotations

import os
import re
import tomllib
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tanggap.config.proxies import read_networks

PREFIX = "TANGGAP_"
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
LANGUAGES = ("id", "en")
# Variables of other commands that share the prefix; they are no setting of the server.
OTHERS = {"CONFIG", "TEST_DATABASE", "TEST_FAST"}


_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:[0-9]{1,5})?", re.IGNORECASE)


class BadSetting(Exception):
    """A setting is unknown or malformed; the message is one line that names it."""


@dataclass(frozen=True)
class Environment:
    """What the operator chose; the fields are the documented settings in lower case."""

    data_dir: Path = Path("data")
    database_url: str = ""
    database_direct_url: str = ""
    host: str = "localhost:8000"
    scheme: str = "https"
    secret_key: str = ""
    master_key: str = ""
    language: str = "id"
    time_zone: str = "Asia/Jakarta"
    rules: str = "id"
    name: str = "Tanggap"
    allow_private_hosts: bool = False
    debug: bool = False
    email_url: str = ""
    mail_from: str = ""
    cache_url: str = ""
    trusted_proxies: str = ""

    @property
    def base_url(self) -> str:
        """Scheme and public host, without a slash at the end."""
        return f"{self.scheme}://{self.host}"

    @property
    def port(self) -> int:
        """Where to listen unless told otherwise: the port in HOST, or 8000 where a proxy stands in front."""
        port = self.host.rpartition(":")[2] if ":" in self.host.rpartition("]")[2] else ""
        return int(port) if port and self.scheme == "http" else 8000


def read_environment(variables: Mapping[str, str] | None = None) -> Environment:
    """Read the TOML file named by TANGGAP_CONFIG (else DATA_DIR/tanggap.toml) and, above it, the variables.

    Raises BadSetting for an unknown name or a value that cannot be read.
    """
    variables = os.environ if variables is None else variables
    given = {k[len(PREFIX) :]: v for k, v in variables.items() if k.startswith(PREFIX)}
    values: dict[str, Any] = {**_read_file(given), **given}
    known = {field.name.upper(): field for field in fields(Environment)}
    chosen: dict[str, Any] = {}
    for name, value in values.items():
        if name in OTHERS:
            continue
        if name not in known:
            raise BadSetting(f"TANGGAP_{name} is no setting of Tanggap; see docs/settings.md for the ones there are")
        chosen[name.lower()] = _convert(name, value, known[name].default)
    return _checked(Environment(**chosen))


def require_keys(env: Environment) -> None:
    """Nothing runs with a guessable key: raises BadSetting where SECRET_KEY or MASTER_KEY is missing."""
    for name in ("secret_key", "master_key"):
        if not getattr(env, name):
            raise BadSetting(
                f"TANGGAP_{name.upper()} is missing; run `tanggap init`, or name its file of settings with --config"
            )


def _read_file(given: Mapping[str, str]) -> dict[str, Any]:
    named = given.get("CONFIG")
    path = Path(named) if named else Path(given.get("DATA_DIR", "data")) / "tanggap.toml"
    if not path.exists():
        if named:
            raise BadSetting(f"TANGGAP_CONFIG names {path}, which does not exist")
        return {}
    try:
        content = tomllib.loads(path.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path} is not valid TOML: {error}") from error
    return {name.upper(): value for name, value in content.items()}


def _convert(name: str, value: Any, default: Any) -> Any:
    if isinstance(default, bool):
        if isinstance(value, bool):
            return value
        text = str(value).strip().lower()
        if text in TRUE | FALSE:
            return text in TRUE
        raise BadSetting(f"TANGGAP_{name} must be true or false, not {value!r}")
    if isinstance(default, Path):
        return Path(str(value))
    if not isinstance(value, str):
        raise BadSetting(f"TANGGAP_{name} must be text, not {value!r}")
    return value.strip()


def _checked(env: Environment) -> Environment:
    if env.language not in LANGUAGES:
        raise BadSetting(f"TANGGAP_LANGUAGE must be one of {', '.join(LANGUAGES)}, not {env.language!r}")
    if env.scheme not in ("http", "https"):
        raise BadSetting(f"TANGGAP_SCHEME must be http or https, not {env.scheme!r}")
    if not _HOST.fullmatch(env.host):
        raise BadSetting(f"TANGGAP_HOST must be a host name, with a port if needed, not {env.host!r}")
    if env.allow_private_hosts and env.scheme == "https":
        raise BadSetting(
            "TANGGAP_ALLOW_PRIVATE_HOSTS is for tests and demos on http; with TANGGAP_SCHEME https it must be false"
        )
    try:
        read_networks(env.trusted_proxies)
    except ValueError as error:
        raise BadSetting(
            f"TANGGAP_TRUSTED_PROXIES must be addresses or networks with commas between; {str(error)!r} is neither"
        ) from error
    try:
        zoneinfo.ZoneInfo(env.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError) as error:
        raise BadSetting(f"TANGGAP_TIME_ZONE names no time zone: {env.time_zone!r}") from error
    return env
