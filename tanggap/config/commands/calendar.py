"""Days that are free or worked whatever the country's calendar says: set, clear, list. Each change is in the record."""

from __future__ import annotations

import argparse
import json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    change = verbs.add_parser("set", help="say that a day is free, or worked; deadlines given before stay")
    change.add_argument("day", help="such as 2026-12-31")
    change.add_argument("kind", choices=["free", "worked"])
    change.add_argument("--name", required=True, help="what people call the day")
    change.add_argument("--decree", default="", help="the decree or letter that says so")
    clear = verbs.add_parser("clear", help="let the country's calendar count again for a day")
    clear.add_argument("day")
    listing = verbs.add_parser("list", help="list the days that were set")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    return _VERBS[args.verb](args)


def _set(args: argparse.Namespace) -> int:
    from tanggap.config.operator import day_in
    from tanggap.rules.actions import NewDay, set_calendar_days

    day = day_in(args.day)
    assert day is not None
    set_calendar_days([NewDay(day, args.kind == "worked", args.name.strip()[:100], args.decree.strip()[:200])])
    print(f"{day} is {args.kind}: {args.name.strip()}")
    return 0


def _clear(args: argparse.Namespace) -> int:
    from tanggap.config.commandline import Refused
    from tanggap.config.operator import day_in
    from tanggap.rules.actions import clear_calendar_day

    day = day_in(args.day)
    assert day is not None
    if not clear_calendar_day(day):
        raise Refused(f"{day} was not set")
    print(f"{day} is again as the country's calendar says")
    return 0


def _list(args: argparse.Namespace) -> int:
    from tanggap.rules.models import CalendarDay

    for day in CalendarDay.objects.order_by("day"):
        row = {"day": day.day.isoformat(), "working": day.is_working, "name": day.name, "decree": day.source}
        kind = "worked" if day.is_working else "free"
        line = f"{row['day']}  {kind:<6}  {day.name}" + (f" ({day.source})" if day.source else "")
        print(json.dumps(row) if args.json else line)
    return 0


_VERBS = {"set": _set, "clear": _clear, "list": _list}
