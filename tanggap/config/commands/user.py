"""Users who sign in: add one with a place in an agency, put on duty, change an address, list, take out of service."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tanggap.people.models import User


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="add a user; without --password-stdin an invitation link is printed")
    add.add_argument("username")
    add.add_argument("--name", required=True, help="full name; the public never sees it")
    add.add_argument("--email", default="", help="for alerts and a forgotten password")
    add.add_argument("--language", choices=["id", "en"], help="default: the installation's")
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    add.add_argument("--json", action="store_true", help="print the result as JSON")
    _add_place(add, is_required=False)
    place = verbs.add_parser("place", help="give a user their place in an agency")
    place.add_argument("username")
    _add_place(place, is_required=True)
    duty = verbs.add_parser("duty", help="say whether they are alerted in danger")
    duty.add_argument("username")
    duty.add_argument("turn", choices=["on", "off"])
    email = verbs.add_parser("email", help='change the address for alerts and a forgotten password; "" takes it away')
    email.add_argument("username")
    email.add_argument("address")
    for verb, words in (("invite", "print a new invitation link"), ("deactivate", "let them sign in no more")):
        verbs.add_parser(verb, help=words).add_argument("username")
    listing = verbs.add_parser("list", help="list the users")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    from tanggap.config.operator import in_plain_words

    with in_plain_words():
        return _VERBS[args.verb](args)


def _add_place(parser: argparse.ArgumentParser, *, is_required: bool) -> None:
    parser.add_argument("--agency", metavar="SLUG", required=is_required, help="where they work")
    parser.add_argument("--position", default="", required=is_required, help="what the public sees instead of the name")
    parser.add_argument("--head", action="store_true", help="they head the agency")
    parser.add_argument("--on-duty", action="store_true", help="they are alerted in danger")


def _add(args: argparse.Namespace) -> int:
    from django.conf import settings

    from tanggap.base.db import writing
    from tanggap.people.actions import create_user

    password = sys.stdin.readline().rstrip("\r\n") if args.password_stdin else None
    # A user without the place that was asked for would stand in the way of the next try.
    with writing():
        user = create_user(
            args.username,
            args.name,
            email=args.email,
            language=args.language or settings.LANGUAGE_CODE,
            password=password,
        )
        if args.agency:
            _appoint(user, args)
        link = None if args.password_stdin else _invitation(user)
    if args.json:
        print(json.dumps({"username": user.username, "agency": args.agency, "invitation": link}))
        return 0
    print(f"added {user.username}" + (f", {args.position} at {args.agency}" if args.agency else ""))
    if link:
        print(f"invitation, good for seven days and once: {link}")
    return 0


def _place(args: argparse.Namespace) -> int:
    user = _user(args.username)
    _appoint(user, args)
    print(f"{user.username} is {args.position} at {args.agency}")
    return 0


def _duty(args: argparse.Namespace) -> int:
    from tanggap.config.operator import officer_named
    from tanggap.registry.actions import set_duty

    officer = officer_named(args.username)
    set_duty(officer, args.turn == "on", acting_officer=None)
    print(f"{args.username} is {'on' if args.turn == 'on' else 'off'} duty for danger at {officer.agency.slug}")
    return 0


def _email(args: argparse.Namespace) -> int:
    from tanggap.people.actions import set_email

    set_email(_user(args.username), args.address)
    print(f"{args.username} is written to at {args.address}" if args.address else f"{args.username} is not written to")
    return 0


def _invite(args: argparse.Namespace) -> int:
    print(_invitation(_user(args.username)))
    return 0


def _deactivate(args: argparse.Namespace) -> int:
    from tanggap.people.actions import deactivate_user
    from tanggap.registry.actions import relieve_officer

    user = _user(args.username)
    deactivate_user(user)
    officer = getattr(user, "officer", None)
    if officer is not None:
        relieve_officer(officer, "The user left.", acting_officer=None)
    print(f"{user.username} signs in no more" + (", and their mandates are revoked" if officer else ""))
    return 0


def _list(args: argparse.Namespace) -> int:
    from tanggap.people.models import User

    for user in User.objects.select_related("officer__agency").order_by("username"):
        officer = getattr(user, "officer", None)
        row = {
            "username": user.username,
            "active": user.is_active,
            "agency": officer.agency.slug if officer else None,
            "position": officer.position if officer else None,
            "head": bool(officer and officer.is_head),
            "on_duty": bool(officer and officer.on_duty),
            "email": user.email,
        }
        place = f"{officer.position}, {officer.agency.slug}" if officer else "no place in an agency"
        marks = [word for word, holds in (("on duty", row["on_duty"]), ("left", not user.is_active)) if holds]
        more = "".join(f" ({mark})" for mark in marks)
        print(json.dumps(row) if args.json else f"{user.username:<24} {place}{more} {user.email or 'no e-mail'}")
    return 0


def _appoint(user: User, args: argparse.Namespace) -> None:
    from tanggap.config.operator import agency_named
    from tanggap.registry.actions import appoint_officer

    agency = agency_named(args.agency)
    appoint_officer(user, agency, args.position, is_head=args.head, on_duty=args.on_duty, acting_officer=None)


def _invitation(user: User) -> str:
    from django.conf import settings

    from tanggap.people.actions import invite_user

    return f"{settings.BASE_URL}/accounts/invitation/{invite_user(user)}/"


def _user(username: str) -> User:
    from tanggap.config.commandline import Refused
    from tanggap.people.queries import user_by_name

    user = user_by_name(username)
    if user is None:
        raise Refused(f"there is no user {username!r}")
    return user


_VERBS = {
    "add": _add,
    "place": _place,
    "duty": _duty,
    "email": _email,
    "invite": _invite,
    "deactivate": _deactivate,
    "list": _list,
}
