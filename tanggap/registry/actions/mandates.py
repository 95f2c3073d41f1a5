"""Mandates are granted and revoked here. Nobody grants one to themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.records.actions import append_entries
from tanggap.registry.actions.register import check_authority
from tanggap.registry.authority import confirmers
from tanggap.registry.errors import NotByOneself, RegistryRefusal
from tanggap.registry.events import mandate_granted, mandate_revoked
from tanggap.registry.models import Agency, Approval, Mandate, Officer, Power
from tanggap.rules.calendar import office_day

# Whoever holds one of these decides about others' words or rights, so two people give it.
BY_TWO = frozenset({Power.APPROVE, Power.GRANT, Power.CONFIDENTIAL, Power.OVERSEE})
STANDING = frozenset({Power.ACKNOWLEDGE})


def grant_mandate(
    officer: Officer,
    powers: Iterable[str],
    decree_number: str,
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
    agency: Agency | None = None,
    acting_officer: Officer | None,
) -> Mandate:
    """Let an officer act for an agency (their own), from today unless said.

    One with a weighty power waits for a second person where there is one; the operator's takes effect at once. Only an
    overseer makes another one.
    Raises NotAllowed, RegistryRefusal.
    """
    agency = agency or officer.agency
    mandate = _drawn_up(agency, powers, decree_number, valid_from, valid_until)
    mandate.officer, mandate.position = officer, officer.position
    if Power.ACKNOWLEDGE in mandate.powers:
        raise RegistryRefusal(_("Automatic receipts need a standing instruction, not an officer's mandate."))
    with writing():
        under = check_authority(acting_officer, agency, Power.GRANT)
        if acting_officer is not None and acting_officer.id == officer.id:
            raise NotByOneself()
        if Power.OVERSEE in mandate.powers:
            # It counts for every agency, so one agency's power to grant does not reach it.
            check_authority(acting_officer, agency, Power.OVERSEE)
        _put_in_force(mandate, under, acting_officer)
    return mandate


def give_standing_instruction(
    agency: Agency,
    decree_number: str,
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
    acting_officer: Officer | None,
) -> Mandate:
    """The head of an agency lets the machine acknowledge posts in its name. Raises NotAllowed, RegistryRefusal."""
    mandate = _drawn_up(agency, STANDING, decree_number, valid_from, valid_until)
    with writing():
        under = check_authority(acting_officer, agency, Power.GRANT)
        if acting_officer is not None and not acting_officer.is_head:
            raise RegistryRefusal(_("Only the head of the agency gives a standing instruction."))
        _put_in_force(mandate, under, acting_officer)
    return mandate


def revoke_mandate(mandate: Mandate, reason: str, *, acting_officer: Officer | None) -> None:
    """End a mandate now; what was done under it stays valid. Raises NotAllowed, RegistryRefusal."""
    with writing():
        locked = Mandate.objects.select_for_update(of=("self",)).select_related("agency").get(id=mandate.id)
        under = check_authority(acting_officer, locked.agency, Power.GRANT)
        if locked.revoked_at is not None:
            raise RegistryRefusal(_("This mandate was revoked already."))
        if not reason.strip():
            raise RegistryRefusal(_("Say why the mandate ends."))
        end_mandates([locked], reason, under, acting_officer)
    mandate.refresh_from_db()


def end_mandates(mandates: Sequence[Mandate], reason: str, under: Mandate | None, by: Officer | None) -> None:
    """Revoke those that are not revoked yet, inside the caller's transaction and under its authority."""
    at = now()
    ending = [mandate for mandate in mandates if mandate.revoked_at is None]
    Mandate.objects.filter(id__in=[mandate.id for mandate in ending]).update(
        revoked_at=at, revoked_by=by, revoked_reason=reason.strip()[:300]
    )
    Approval.objects.waiting().filter(mandate__in=ending).update(decision="refused", decided_at=at)
    # One that never took effect is not in the record, so its end is not either.
    append_entries([mandate_revoked(mandate, at, under) for mandate in ending if mandate.confirmed_at])


def confirm_mandate(mandate: Mandate, under: Mandate | None, by: str) -> None:
    """A mandate takes effect, inside the caller's transaction and under its authority."""
    mandate.confirmed_at = now()
    Mandate.objects.filter(id=mandate.id).update(confirmed_at=mandate.confirmed_at)
    append_entries([mandate_granted(mandate, mandate.confirmed_at, under, by)])


def _drawn_up(
    agency: Agency, powers: Iterable[str], decree_number: str, valid_from: date | None, valid_until: date | None
) -> Mandate:
    wanted = set(powers)
    unknown = sorted(wanted - set(Power.values))
    if unknown or not wanted:
        raise RegistryRefusal(
            _("There is no power “%(power)s”; there are %(powers)s.")
            % {"power": ", ".join(unknown), "powers": ", ".join(Power.values)}
        )
    if not decree_number.strip():
        raise RegistryRefusal(_("A mandate needs the number of its decree or letter of assignment."))
    start = valid_from or office_day(now())
    if valid_until is not None and valid_until < start:
        raise RegistryRefusal(_("The mandate would end before it begins."))
    return Mandate(
        agency=agency,
        powers=[power for power in Power.values if power in wanted],
        decree_number=decree_number.strip()[:100],
        valid_from=start,
        valid_until=valid_until,
    )


def _put_in_force(mandate: Mandate, under: Mandate | None, granter: Officer | None) -> None:
    mandate.granted_by = granter
    mandate.save()
    if granter is None or under is None:
        confirm_mandate(mandate, None, "operator")
        return
    involved = {granter.id, *([mandate.officer_id] if mandate.officer_id else [])}
    if BY_TWO & set(mandate.powers) and confirmers(mandate.agency, without=involved):
        Approval.objects.create(agency=mandate.agency, mandate=mandate, requested_by=granter, requested_under=under)
        return
    confirm_mandate(mandate, under, "officer")
