"""Fills the demo's installation: agencies, officers and mandates, official accounts, the Page and a publication.

    python -m scripts.demo_seed MARKER

`MARKER` is the file in which the demo keeps what its two servers know of each other. Safe to repeat: what is there
already stays. Prints the path of the Page's web hook as its last word.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import django

CITY = tomllib.loads((Path(__file__).parent / "demo_city.toml").read_text())
DECREE_OF_RECEIPTS = "SK Wali Kota No. 555/2/2026"


def main(marker: Path) -> None:
    """Fill what is still empty."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
    django.setup()
    known = json.loads(marker.read_text())
    for agency in CITY["agency"]:
        open_agency_once(agency)
    for person in CITY["person"]:
        appoint_once(person)
    for account in CITY["retired"]:
        retire_once(account)
    hook = connect_page(known)
    for publication in CITY["publication"]:
        publish_once(publication)
    print(hook)


def open_agency_once(given: dict[str, Any]) -> None:
    """An agency with its words, its account on this server and the instruction under which receipts are sent."""
    from tanggap.channels.actions import open_form
    from tanggap.federation.actions import join_fediverse
    from tanggap.registry.actions import choose_front_desk, give_standing_instruction, open_agency
    from tanggap.registry.models import Agency

    described = {name: given[name] for name in ("description", "email", "keywords")}
    agency = Agency.objects.filter(slug=given["slug"]).first()
    agency = agency or open_agency(given["slug"], given["name"], **described)
    join_fediverse(agency)
    open_form(agency)
    if given.get("front_desk"):
        choose_front_desk(agency)
    if not agency.mandates.filter(officer=None).exists():
        give_standing_instruction(agency, DECREE_OF_RECEIPTS, acting_officer=None)


def appoint_once(given: dict[str, Any]) -> None:
    """Somebody who can sign in, with a place in an agency and a mandate."""
    from scripts.demo_run import PASSWORD
    from tanggap.people.actions import create_user
    from tanggap.people.models import User
    from tanggap.registry.actions import appoint_officer, grant_mandate
    from tanggap.registry.models import Agency, Officer

    name = given["username"]
    user = User.objects.filter(username=name).first() or create_user(
        name, given["name"], email=f"{name}@balaikota.example", password=PASSWORD
    )
    officer = Officer.objects.filter(user=user).first() or appoint_officer(
        user,
        Agency.objects.get(slug=given["agency"]),
        given["position"],
        is_head=given.get("is_head", False),
        on_duty=given.get("on_duty", False),
        acting_officer=None,
    )
    if not officer.mandates.exists():
        grant_mandate(officer, given["powers"], given["decree"], acting_officer=None)


def retire_once(given: dict[str, Any]) -> None:
    """An account that was the agency's and is no longer."""
    from tanggap.registry.actions import draft_account, publish_account, retire_account
    from tanggap.registry.models import Agency, OfficialAccount

    if OfficialAccount.objects.filter(network=given["network"], handle=given["handle"]).exists():
        return
    agency = Agency.objects.get(slug=given["agency"])
    account = draft_account(agency, given["network"], given["handle"], url=given["url"], acting_officer=None)
    publish_account(account, acting_officer=None)
    retire_account(account, given["reason"], acting_officer=None)


def connect_page(known: dict[str, Any]) -> str:
    """The agency's Facebook Page, which in this city is a simulator in the town. Gives the path of its web hook."""
    from tanggap.channels.actions import connect_account
    from tanggap.registry.actions import draft_account, publish_account
    from tanggap.registry.models import Agency, OfficialAccount

    town = f"http://localhost:{known['town_port']}"
    page = OfficialAccount.objects.filter(network="facebook", remote_id=known["page_id"]).first()
    if page is None:
        agency = Agency.objects.get(slug="dinas-pu")
        where = {"url": f"{town}/page/", "remote_id": known["page_id"]}
        page = draft_account(agency, "facebook", "DinasPUTeladan", **where, acting_officer=None)
        publish_account(page, acting_officer=None)
    shared = {"app_secret": known["app_secret"], "verify_token": known["verify_token"]}
    secrets = shared | {"account_access_token": known["page_token"]}
    connection = connect_account(page, "facebook", {"api": town}, secrets)
    return f"/hooks/{connection.token}"


def publish_once(given: dict[str, Any]) -> None:
    """A publication that one officer wrote and another approved."""
    from tanggap.publishing.actions import approve_publication, digest_of_words, draft_publication
    from tanggap.publishing.models import Publication
    from tanggap.registry.models import Officer

    if Publication.objects.filter(title=given["title"]).exists():
        return
    author = Officer.objects.get(user__username=given["author"])
    approver = Officer.objects.get(user__username=given["approver"])
    draft = draft_publication(given["kind"], given["title"], given["text"].strip(), acting_officer=author)
    approve_publication(draft.id, digest_of_words(draft), acting_officer=approver)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
