"""Mandates: let an officer act, let the machine acknowledge, revoke, list. The record says that the operator did it."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tanggap.registry.models import Mandate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    grant = verbs.add_parser("grant", help="let an officer act for an agency")
    grant.add_argument("username")
    grant.add_argument("--agency", metavar="SLUG", help="default: the officer's own")
    grant.add_argument("--powers", required=True, help="comma-separated, for example answer,assign,dismiss,close")
    grant.add_argument("--acknowledge", action="store_true", help="let the machine acknowledge posts, too")
    _add_terms(grant)
    standing = verbs.add_parser("standing", help="let the machine acknowledge posts in an agency's name")
    standing.add_argument("--agency", metavar="SLUG", required=True)
    _add_terms(standing)
    revoke = verbs.add_parser("revoke", help="end a mandate now")
    revoke.add_argument("id", help="its public id, as in its page's address")
    revoke.add_argument("--reason", required=True)
    listing = verbs.add_parser("list", help="list the mandates that took effect")
    listing.add_argument("--agency", metavar="SLUG")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    from tanggap.config.operator import in_plain_words

    with in_plain_words():
        return _VERBS[args.verb](args)


def _add_terms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--decree", required=True, help='number of the decree or letter, for example "SK 12/2026"')
    parser.add_argument("--from", dest="start", metavar="DATE", help="first day (default: today)")
    parser.add_argument("--until", metavar="DATE", help="last day (default: until revoked)")
    parser.add_argument("--json", action="store_true", help="print the mandate as JSON")


def _grant(args: argparse.Namespace) -> int:
    from tanggap.base.db import writing
    from tanggap.config.operator import agency_named, day_in, officer_named
    from tanggap.registry.actions import give_standing_instruction, grant_mandate

    officer = officer_named(args.username)
    agency = agency_named(args.agency) if args.agency else officer.agency
    powers = [power.strip() for power in args.powers.split(",") if power.strip()]
    terms = {"valid_from": day_in(args.start), "valid_until": day_in(args.until)}
    with writing():
        mandate = grant_mandate(officer, powers, args.decree, agency=agency, acting_officer=None, **terms)
        _say(mandate, args)
        if args.acknowledge:
            _say(give_standing_instruction(agency, args.decree, acting_officer=None, **terms), args)
    return 0


def _standing(args: argparse.Namespace) -> int:
    from tanggap.config.operator import agency_named, day_in
    from tanggap.registry.actions import give_standing_instruction

    mandate = give_standing_instruction(
        agency_named(args.agency),
        args.decree,
        valid_from=day_in(args.start),
        valid_until=day_in(args.until),
        acting_officer=None,
    )
    _say(mandate, args)
    return 0


def _revoke(args: argparse.Namespace) -> int:
    from tanggap.config.commandline import Refused
    from tanggap.registry.actions import revoke_mandate
    from tanggap.registry.models import Mandate

    mandate = Mandate.objects.filter(public_id=args.id).first()
    if mandate is None:
        raise Refused(f"there is no mandate {args.id!r}")
    revoke_mandate(mandate, args.reason, acting_officer=None)
    print(f"revoked {mandate.decree_number}")
    return 0


def _list(args: argparse.Namespace) -> int:
    from tanggap.config.operator import agency_named
    from tanggap.registry.models import Mandate

    mandates = Mandate.objects.granted().select_related("agency", "officer__user").order_by("id")
    if args.agency:
        mandates = mandates.filter(agency=agency_named(args.agency))
    for mandate in mandates:
        _say(mandate, args, said="")
    return 0


def _say(mandate: Mandate, args: argparse.Namespace, said: str = "granted ") -> None:
    from django.conf import settings

    row = {
        "id": mandate.public_id,
        "agency": mandate.agency.slug,
        "username": mandate.officer.user.username if mandate.officer else None,
        "powers": mandate.powers,
        "decree": mandate.decree_number,
        "valid_from": mandate.valid_from.isoformat(),
        "valid_until": mandate.valid_until.isoformat() if mandate.valid_until else None,
        "revoked": mandate.revoked_at is not None,
        "url": f"{settings.BASE_URL}/mandates/{mandate.public_id}",
    }
    if args.json:
        print(json.dumps(row))
        return
    who = row["username"] or "the machine"
    until = "revoked" if row["revoked"] else f"until {row['valid_until'] or 'revoked'}"
    print(f"{said}{row['agency']}: {who} may {', '.join(mandate.powers)}, {row['decree']}, {until}\n  {row['url']}")


_VERBS = {"grant": _grant, "standing": _standing, "revoke": _revoke, "list": _list}
