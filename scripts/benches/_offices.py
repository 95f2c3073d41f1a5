"""A government of twelve agencies for the benchmarks' stores: their accounts, officers and standing instructions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tanggap.registry.models import Agency, Mandate, Officer

# Slug, name, a word of its posts, and how many of a hundred posts it gets.
AGENCIES = (
    ("dinas-pu", "Dinas PU", "jalan", 25),
    ("dinas-lh", "Dinas Lingkungan Hidup", "sampah", 16),
    ("dinas-perhubungan", "Dinas Perhubungan", "angkot", 12),
    ("dukcapil", "Dinas Dukcapil", "ktp", 10),
    ("pdam", "PDAM", "air", 9),
    ("dinas-kesehatan", "Dinas Kesehatan", "puskesmas", 7),
    ("satpol-pp", "Satpol PP", "parkir", 6),
    ("dinas-pendidikan", "Dinas Pendidikan", "sekolah", 5),
    ("dinas-sosial", "Dinas Sosial", "bansos", 4),
    ("bpbd", "BPBD", "banjir", 3),
    ("dinas-pasar", "Dinas Pasar", "pasar", 2),
    ("dispora", "Dispora", "lapangan", 1),
)
OFFICERS = 4
POWERS = ("answer", "assign", "close", "dismiss")


@dataclass(frozen=True)
class Desk:
    """An agency as the filling needs it: its account on the fediverse, its form, and who answers."""

    agency: Agency
    account: str
    form: str
    officers: list[tuple[Officer, Mandate]]


def open_offices() -> list[Desk]:
    """Open what is missing of AGENCIES, each with its officers, from the present day on."""
    return [_open_office(*described) for described in AGENCIES]


def _open_office(slug: str, name: str, word: str, _weight: int) -> Desk:
    from tanggap.channels.actions import open_form
    from tanggap.federation.actions import join_fediverse
    from tanggap.registry.actions import give_standing_instruction, open_agency
    from tanggap.registry.models import Agency, OfficialAccount

    agency = Agency.objects.filter(slug=slug).first()
    if agency is None:
        agency = open_agency(slug, name, keywords=[word])
        open_form(agency)
        join_fediverse(agency)
    give_standing_instruction(agency, "SK 3", acting_officer=None)
    accounts = dict(OfficialAccount.objects.filter(agency=agency).values_list("network", "remote_id"))
    officers = [_hire(f"{slug}-{number}", agency) for number in range(OFFICERS)]
    return Desk(agency, accounts["activitypub"], accounts["webform"], officers)


def _hire(username: str, agency: Agency) -> tuple[Officer, Mandate]:
    from tanggap.people.actions import create_user
    from tanggap.registry.actions import appoint_officer, grant_mandate

    user = create_user(username, f"Petugas {username}", password="teladan-demo")
    officer = appoint_officer(user, agency, "Petugas", acting_officer=None)
    return officer, grant_mandate(officer, POWERS, "SK 4", acting_officer=None)
