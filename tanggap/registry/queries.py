"""Questions about the register."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Prefetch, Q

from tanggap.base.clock import now
from tanggap.registry.authority import mandates_of
from tanggap.registry.models import (
    Agency,
    AgencyKeyword,
    Approval,
    Mandate,
    Officer,
    OfficialAccount,
    Power,
    SigningKey,
)
from tanggap.registry.verdict import Verdict, account_verdict
from tanggap.rules.calendar import office_day

__all__ = [
    "Verdict",
    "account_verdict",
    "agencies_that_answer",
    "agency_by_handle",
    "approvals_for",
    "front_desk",
    "keywords_by_agency",
    "mandates_in_force",
    "officers_on_duty",
    "officers_with",
    "public_register",
    "signing_key",
    "standing_instructions",
]


def agency_by_handle(host: str, handle: str) -> Agency | None:
    """The active agency with this handle on the installation's own host, or on a host name of its own."""
    host, handle = host.strip().lower(), handle.strip().lstrip("@").lower()
    agencies = Agency.objects.active().filter(handle=handle)
    if host != settings.PUBLIC_HOST.lower():
        agencies = agencies.filter(domains__host=host)
    return agencies.first()


def front_desk() -> Agency | None:
    """The agency that gets what is addressed to nobody in particular: the chosen one, else the oldest."""
    return Agency.objects.active().order_by("-is_front_desk", "id").first()


def agencies_that_answer(*powers: str) -> set[int]:
    """The ids of the agencies for which one active officer holds `answer` and these powers today.

    A report elsewhere is read by nobody. An overseer reads everything and answers nothing, so `oversee` does not count.
    """
    staff = Officer.objects.active()
    held = Mandate.objects.valid_on(office_day(now())).filter(agency__is_active=True, officer__in=staff)
    together: dict[tuple[int, int | None], set[str]] = {}
    for agency_id, officer_id, some in held.values_list("agency_id", "officer_id", "powers"):
        together.setdefault((agency_id, officer_id), set()).update(some)
    return {agency_id for (agency_id, _), some in together.items() if {Power.ANSWER, *powers} <= some}


def keywords_by_agency() -> dict[int, list[str]]:
    """The words of every agency in which somebody may answer, by its id."""
    words: dict[int, list[str]] = {}
    rows = AgencyKeyword.objects.filter(agency__in=agencies_that_answer()).order_by("agency_id", "word")
    for agency_id, word in rows.values_list("agency_id", "word"):
        words.setdefault(agency_id, []).append(word)
    return words


def officers_on_duty(agency: Agency) -> list[Officer]:
    """Whom to alert in danger: the officers on duty, else the head, with their users."""
    staff = Officer.objects.active().filter(agency=agency).filter(Q(on_duty=True) | Q(is_head=True))
    found = list(staff.select_related("user").order_by("id"))
    return [officer for officer in found if officer.on_duty] or found


def officers_with(power: str, agency: Agency | None = None) -> list[Officer]:
    """The active officers who hold a power today, for an agency or for any, with their users."""
    held = Mandate.objects.valid_on(office_day(now())).filter(officer__in=Officer.objects.active())
    if agency is not None:
        held = held.filter(agency=agency)
    found = {m.officer_id: m.officer for m in held.select_related("officer__user").order_by("id") if power in m.powers}
    return [officer for officer in found.values() if officer is not None]


def standing_instructions(agency_ids: Iterable[int]) -> dict[int, Mandate]:
    """The standing instruction to acknowledge of each agency that has a valid one, by the agency's id."""
    held = Mandate.objects.valid_on(office_day(now())).filter(agency__in=set(agency_ids), officer__isnull=True)
    # Oldest first, so that the newest is what stays.
    return {mandate.agency_id: mandate for mandate in held.order_by("id") if Power.ACKNOWLEDGE in mandate.powers}


def mandates_in_force(agency: Agency) -> list[Mandate]:
    """Who may act for an agency today, for its public page: positions, never names."""
    return list(Mandate.objects.valid_on(office_day(now())).filter(agency=agency).order_by("position", "id"))


def public_register() -> list[Agency]:
    """Every active agency with its domains and its official and former accounts, for the page of accounts."""
    accounts = OfficialAccount.objects.public().select_related("successor")
    agencies = Agency.objects.active().select_related("logo")
    return list(agencies.prefetch_related("domains", Prefetch("accounts", queryset=accounts)))


def approvals_for(officer: Officer) -> list[Approval]:
    """What waits for this officer's second signature; whether they may give it, the action decides."""
    waiting = Approval.objects.waiting().exclude(requested_by=officer).exclude(mandate__officer=officer)
    # An overseer is the second person wherever an agency has no other.
    if not any(Power.OVERSEE in mandate.powers for mandate in mandates_of(officer)):
        waiting = waiting.filter(agency=officer.agency_id)
    related = ("agency", "mandate__officer__user", "account", "requested_by__user")
    return list(waiting.select_related(*related).order_by("requested_at"))


def signing_key(agency: Agency | None) -> SigningKey | None:
    """The key in use of an agency's actor, or of the installation's own."""
    return SigningKey.objects.filter(agency=agency, retired_at__isnull=True).first()
