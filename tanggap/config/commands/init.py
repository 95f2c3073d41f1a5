"""Set up an installation: settings, keys, database and the record. Safe to repeat; keys are kept.

Asks what it needs on a terminal; `--yes` asks nothing.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from pathlib import Path
from typing import Any

NEEDS_DJANGO = False
# Option and setting → what is asked, and the value where nothing is said.
QUESTIONS = {
    "name": ("Name of the government", "Tanggap"),
    "host": ("Public host name", "localhost:8000"),
    "language": ("Language of the pages (id, en)", "id"),
    "time_zone": ("Time zone", "Asia/Jakarta"),
    "rules": ("Rule pack (id, generic)", "id"),
}
SILENT = {"scheme": "", "database_url": ""}
LOCAL = ("localhost", "127.", "[::1]")
PACKS = Path(__file__).parent.parent.parent / "rules" / "packs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="ask nothing")
    parser.add_argument("--host", help="public host name, with a port if needed")
    parser.add_argument("--scheme", choices=["http", "https"], help="default: https, and http for localhost")
    parser.add_argument("--name", help="the government's name, as its pages show it")
    parser.add_argument("--language", choices=["id", "en"], help="the pages' first language")
    parser.add_argument("--time-zone", metavar="ZONE", help="for example Asia/Jakarta")
    parser.add_argument("--rules", metavar="PACK", help="the rule pack: id or generic")
    parser.add_argument("--database-url", metavar="URL", help="default: SQLite in DATA_DIR")
    parser.add_argument("--allow-private-hosts", action="store_true", help="for tests and demos only")


def run(args: argparse.Namespace) -> int:
    from tanggap.config.commandline import prepare_django
    from tanggap.config.settingsfile import read_settings, settings_path, write_settings

    path = settings_path(os.environ).absolute()
    present = read_settings(path)
    values = _choose(args, present)
    _check(values, path, present)
    Path(values["DATA_DIR"]).mkdir(parents=True, exist_ok=True, mode=0o700)
    write_settings(path, {name: value for name, value in values.items() if present.get(name) != value})
    os.environ["TANGGAP_CONFIG"] = str(path)
    print(f"settings: {path}")
    prepare_django()
    _make_tables()
    _open_house()
    print("next: `tanggap agency`, `tanggap user`, `tanggap mandate` and `tanggap connect`; then `tanggap serve`")
    return 0


def _choose(args: argparse.Namespace, present: dict[str, Any]) -> dict[str, Any]:
    """Every setting for the file: what was typed, else the variable, else what stood there, else asked or default."""
    from tanggap.base.masterkey import new_master_key

    asks = not args.yes and not present
    if asks and not sys.stdin.isatty():
        from tanggap.config.commandline import Refused

        raise Refused("init asks its questions on a terminal; with --yes it asks none")
    values: dict[str, Any] = {}
    for option, default in {**{name: default for name, (_, default) in QUESTIONS.items()}, **SILENT}.items():
        setting = option.upper()
        known = getattr(args, option) or os.environ.get(f"TANGGAP_{setting}") or present.get(setting)
        values[setting] = known or (_ask(option) if asks and option in QUESTIONS else default)
    values["SCHEME"] = values["SCHEME"] or ("http" if values["HOST"].startswith(LOCAL) else "https")
    folder = os.environ.get("TANGGAP_DATA_DIR") or present.get("DATA_DIR") or "data"
    values["DATA_DIR"] = str(Path(folder).absolute())
    if args.allow_private_hosts:
        values["ALLOW_PRIVATE_HOSTS"] = True
    # Keys that come from outside (a variable) are not copied into a file.
    if "TANGGAP_SECRET_KEY" not in os.environ:
        values["SECRET_KEY"] = present.get("SECRET_KEY") or secrets.token_urlsafe(48)
    if "TANGGAP_MASTER_KEY" not in os.environ:
        values["MASTER_KEY"] = present.get("MASTER_KEY") or new_master_key()
    return {name: value for name, value in values.items() if value != ""}


def _ask(option: str) -> str:
    """An answer that can hold; one that cannot is asked for again."""
    from tanggap.config.commandline import Refused
    from tanggap.config.environment import BadSetting, read_environment

    question, default = QUESTIONS[option]
    while True:
        answer = input(f"{question} [{default}]: ").strip() or default
        try:
            read_environment({f"TANGGAP_{option.upper()}": answer})
            if option == "rules":
                _check_rules(answer)
        except (BadSetting, Refused) as error:
            print(error)
        else:
            return answer


def _check(values: dict[str, Any], path: Path, present: dict[str, Any]) -> None:
    from tanggap.config.commandline import Refused
    from tanggap.config.environment import read_environment

    read_environment({f"TANGGAP_{name}": str(value) for name, value in values.items()})
    _check_rules(values["RULES"])
    database = Path(values["DATA_DIR"]) / "tanggap.sqlite3"
    if "MASTER_KEY" in values and not present.get("MASTER_KEY") and database.exists():
        raise Refused(f"{database} was made with a master key that {path} does not hold; put its settings back first")


def _check_rules(name: str) -> None:
    from tanggap.config.commandline import Refused

    packs = sorted(pack.stem for pack in PACKS.glob("*.toml") if not pack.stem.startswith("words-"))
    if name not in packs:
        raise Refused(f"there is no rule pack {name!r}; there are {', '.join(packs)}")


def _make_tables() -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    print(f"database: {connection.vendor}, every table is there")


def _open_house() -> None:
    from django.conf import settings

    from tanggap.channels.actions import open_form
    from tanggap.federation.actions import open_instance
    from tanggap.records.actions import open_log
    from tanggap.records.errors import NoLog
    from tanggap.records.queries import the_log
    from tanggap.registry.models import Agency

    try:
        # The origin is chosen once; a host name that changes later does not change it.
        origin = the_log().origin
    except NoLog:
        origin = f"{settings.PUBLIC_HOST}/log"
    open_log(origin)
    open_instance()
    # Agencies that an older version opened have no form yet.
    for agency in Agency.objects.active().exclude(accounts__network="webform"):
        open_form(agency)
    print(f"record: {origin}")
