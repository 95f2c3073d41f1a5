"""Agencies: add one, list them, give one a domain, words or a logo, choose the front desk."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tanggap.registry.models import Agency


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="add an agency")
    add.add_argument("slug", help="its name in addresses, for example dinas-pu")
    add.add_argument("--name", required=True, help="its name as people say it")
    add.add_argument("--handle", default="", help="its name after the @ (default: the slug)")
    add.add_argument("--description", default="", help="what it does, in a sentence")
    add.add_argument("--email", default="", help="where it can be written to")
    add.add_argument("--keyword", action="append", default=[], metavar="WORD", help="a word of its posts; repeatable")
    add.add_argument("--front-desk", action="store_true", help="it gets what is addressed to nobody in particular")
    add.add_argument("--json", action="store_true", help="print the agency as JSON")
    listing = verbs.add_parser("list", help="list the agencies")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    _about_one(verbs, "keywords", "replace the words by which posts find it").add_argument("words", nargs="*")
    _about_one(verbs, "domain", "let it be found under a host name of its own").add_argument("host")
    _about_one(verbs, "logo", "give it a logo (PNG, JPEG, WebP)").add_argument("file", type=Path)
    _about_one(verbs, "front-desk", "let it get what is addressed to nobody in particular")


def run(args: argparse.Namespace) -> int:
    from tanggap.config.operator import in_plain_words

    with in_plain_words():
        return _VERBS[args.verb](args)


def _about_one(verbs: argparse._SubParsersAction, verb: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(verb, help=words)
    parser.add_argument("slug")
    return parser


def _add(args: argparse.Namespace) -> int:
    from tanggap.channels.actions import open_form
    from tanggap.registry.actions import choose_front_desk, open_agency
    from tanggap.registry.addresses import fediverse_handle

    agency = open_agency(
        args.slug,
        args.name,
        handle=args.handle,
        description=args.description,
        email=args.email,
        keywords=args.keyword,
    )
    open_form(agency)
    if args.front_desk:
        choose_front_desk(agency)
    if args.json:
        print(json.dumps(_row(agency)))
    else:
        print(f"added {agency.name} ({agency.slug}), on the fediverse @{fediverse_handle(agency)} once connected")
    return 0


def _list(args: argparse.Namespace) -> int:
    from tanggap.registry.models import Agency

    for agency in Agency.objects.prefetch_related("keywords", "domains").order_by("slug"):
        mark = "" if agency.is_active else " (no longer active)"
        print(json.dumps(_row(agency)) if args.json else f"{agency.slug:<24} {agency.name}{mark}")
    return 0


def _keywords(args: argparse.Namespace) -> int:
    from tanggap.config.operator import agency_named
    from tanggap.registry.actions import set_keywords

    agency = agency_named(args.slug)
    set_keywords(agency, args.words, acting_officer=None)
    print(f"{agency.slug}: {agency.keywords.count()} words")
    return 0


def _domain(args: argparse.Namespace) -> int:
    from tanggap.config.operator import agency_named
    from tanggap.registry.actions import add_domain

    domain = add_domain(agency_named(args.slug), args.host, acting_officer=None)
    print(f"{domain.agency.slug} is found under {domain.host} too")
    return 0


def _logo(args: argparse.Namespace) -> int:
    from tanggap.config.commandline import Refused
    from tanggap.config.operator import agency_named
    from tanggap.files.actions import NewFile, store_files
    from tanggap.registry.actions import change_agency

    agency = agency_named(args.slug)
    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise Refused(f"{args.file}: {error.strerror}") from error
    [logo] = store_files([NewFile(args.file.name, content)])
    change_agency(agency, logo=logo, acting_officer=None)
    print(f"{agency.slug}: logo {logo.content_type}, {logo.size} bytes")
    return 0


def _front_desk(args: argparse.Namespace) -> int:
    from tanggap.config.operator import agency_named
    from tanggap.registry.actions import choose_front_desk

    agency = agency_named(args.slug)
    choose_front_desk(agency)
    print(f"{agency.slug} is the front desk")
    return 0


def _row(agency: Agency) -> dict[str, object]:
    return {
        "id": agency.public_id,
        "slug": agency.slug,
        "name": agency.name,
        "handle": agency.handle,
        "active": agency.is_active,
        "front_desk": agency.is_front_desk,
        "keywords": [keyword.word for keyword in agency.keywords.all()],
        "domains": [domain.host for domain in agency.domains.all()],
    }


_VERBS = {
    "add": _add,
    "list": _list,
    "keywords": _keywords,
    "domain": _domain,
    "logo": _logo,
    "front-desk": _front_desk,
}
