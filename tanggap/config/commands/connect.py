"""Connect an agency to a network: its account there becomes official, and posts can come and go."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tanggap.registry.models import Agency, OfficialAccount


def add_arguments(parser: argparse.ArgumentParser) -> None:
    networks = parser.add_subparsers(dest="network", required=True, metavar="NETWORK")
    own = networks.add_parser("activitypub", help="the fediverse, by this server itself")
    page = networks.add_parser("facebook", help="a Facebook Page")
    page.add_argument("--page-id", required=True, help="the Page's number at Facebook")
    page.add_argument("--handle", default="", help="the Page's name (default: the agency's)")
    page.add_argument("--url", default="", help="the Page's address")
    page.add_argument("--api", default="", metavar="URL", help="another Graph API than Facebook's, for trials")
    page.add_argument(
        "--token-stdin",
        action="store_true",
        required=True,
        help="read from standard input, a line each: the Page's access token, the app's secret and, if you chose one, "
        "the verify token",
    )
    for one in (own, page):
        one.add_argument("agency", metavar="AGENCY", help="its slug")
        one.add_argument("--json", action="store_true", help="print the connection as JSON")


def run(args: argparse.Namespace) -> int:
    from tanggap.config.operator import in_plain_words

    with in_plain_words():
        return _NETWORKS[args.network](args)


def _activitypub(args: argparse.Namespace) -> int:
    from tanggap.config.operator import agency_named
    from tanggap.federation.actions import join_fediverse, open_instance

    agency = agency_named(args.agency)
    open_instance()
    account = join_fediverse(agency)
    row = {"agency": agency.slug, "network": "activitypub", "account": f"@{account.handle}", "actor": account.remote_id}
    return _say(args, row, f"{agency.slug} is @{account.handle} on the fediverse; its actor is {account.remote_id}")


def _facebook(args: argparse.Namespace) -> int:
    from django.conf import settings

    from tanggap.base.db import writing
    from tanggap.base.ids import secret
    from tanggap.channels.actions import connect_account
    from tanggap.config.operator import agency_named

    agency = agency_named(args.agency)
    token, app_secret, verify_token = _secrets()
    verify_token = verify_token or secret()
    secrets = {"account_access_token": token, "app_secret": app_secret, "verify_token": verify_token}
    with writing():
        account = _official_page(agency, args)
        connection = connect_account(account, "facebook", {"api": args.api} if args.api else {}, secrets)
    row = {
        "agency": agency.slug,
        "network": "facebook",
        "account": account.handle,
        "hook": f"{settings.BASE_URL}/hooks/{connection.token}",
        "verify_token": verify_token,
    }
    return _say(
        args,
        row,
        f"{agency.slug} speaks as {account.handle} on Facebook\n"
        f"enter there as call-back address: {row['hook']}\nand as verify token: {verify_token}",
    )


def _official_page(agency: Agency, args: argparse.Namespace) -> OfficialAccount:
    """The Page's account: connecting again renews the tokens of the one there is."""
    from tanggap.config.commandline import Refused
    from tanggap.registry.actions import draft_account, publish_account
    from tanggap.registry.models import OfficialAccount

    held = OfficialAccount.objects.filter(network="facebook", remote_id=args.page_id).exclude(state="retired").first()
    if held is not None and held.agency_id != agency.id:
        raise Refused(f"this Page belongs to {held.agency.slug}")
    account = held or draft_account(
        agency,
        "facebook",
        args.handle or agency.name,
        url=args.url or f"https://www.facebook.com/{args.page_id}",
        remote_id=args.page_id,
        acting_officer=None,
    )
    if account.state == "draft":
        publish_account(account, acting_officer=None)
    return account


def _secrets() -> tuple[str, str, str]:
    from tanggap.config.commandline import Refused

    lines = [line.strip() for line in sys.stdin.read().splitlines()] + ["", "", ""]
    if not lines[0] or not lines[1]:
        raise Refused("standard input must hold the Page's access token and the app's secret, a line each")
    return lines[0], lines[1], lines[2]


def _say(args: argparse.Namespace, row: dict[str, str], words: str) -> int:
    print(json.dumps(row) if args.json else words)
    return 0


_NETWORKS = {"activitypub": _activitypub, "facebook": _facebook}
