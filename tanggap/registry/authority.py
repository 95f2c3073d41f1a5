"""Who may do what, on which day, under which mandate."""

from __future__ import annotations

from datetime import datetime

from tanggap.base.clock import now
from tanggap.registry.errors import NotAllowed
from tanggap.registry.models import Agency, Mandate, Officer, Power
from tanggap.rules.calendar import office_day


def require_mandate(officer: Officer, agency: Agency, power: str, at: datetime | None = None) -> Mandate:
    """The mandate under which an officer uses a power for an agency at a moment (now). Raises NotAllowed.

    Mandates are for one agency; only `oversee` counts for all of them, whichever agency the overseer sits in.
    """
    for mandate in mandates_of(officer, at):
        if power in mandate.powers and (mandate.agency_id == agency.id or power == Power.OVERSEE):
            return mandate
    raise NotAllowed(power, agency, _nearest(officer, agency, power))


def require_any_mandate(officer: Officer, agency: Agency) -> Mandate:
    """Whichever mandate an officer holds for an agency now, for what all of its officers may do. Raises NotAllowed."""
    for mandate in mandates_of(officer):
        if mandate.agency_id == agency.id:
            return mandate
    raise NotAllowed(Power.ANSWER, agency, _nearest(officer, agency, Power.ANSWER))


def mandates_of(officer: Officer, at: datetime | None = None) -> list[Mandate]:
    """Every mandate of an officer that is valid at a moment (now), the newest first; none for one who left."""
    held = Mandate.objects.valid_on(office_day(at or now())).filter(
        officer=officer, officer__is_active=True, officer__user__is_active=True, agency__is_active=True
    )
    return list(held.select_related("agency"))


def may(officer: Officer, agency: Agency, power: str) -> bool:
    """Whether the act would be allowed, for pages that should not offer what would be refused."""
    try:
        require_mandate(officer, agency, power)
    except NotAllowed:
        return False
    return True


def confirmers(agency: Agency, *, without: set[int]) -> list[Officer]:
    """Who may confirm an act of an agency as the second person: holders of `grant` there, and overseers."""
    today = office_day(now())
    held = Mandate.objects.valid_on(today).filter(officer__in=Officer.objects.active()).select_related("officer__user")
    found = {
        mandate.officer_id: mandate.officer
        for mandate in held
        if mandate.officer_id not in without
        and (Power.OVERSEE in mandate.powers or (Power.GRANT in mandate.powers and mandate.agency_id == agency.id))
    }
    return [officer for officer in found.values() if officer is not None]


def require_confirmer(officer: Officer, agency: Agency) -> Mandate:
    """The mandate under which somebody is the second person. Raises NotAllowed."""
    for mandate in mandates_of(officer):
        if Power.OVERSEE in mandate.powers:
            return mandate
    return require_mandate(officer, agency, Power.GRANT)


def _nearest(officer: Officer, agency: Agency, power: str) -> Mandate | None:
    """The newest mandate that would have done, had it been valid."""
    held = Mandate.objects.filter(officer=officer).select_related("agency")
    return next((m for m in held if power in m.powers and (m.agency_id == agency.id or power == Power.OVERSEE)), None)
