"""Who works for which agency. The record has no entry of it: positions act under mandates, and those are in it."""

from __future__ import annotations

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tanggap.base.db import writing
from tanggap.people.models import User
from tanggap.registry.actions.mandates import end_mandates
from tanggap.registry.actions.register import check_authority
from tanggap.registry.errors import RegistryRefusal
from tanggap.registry.models import Agency, Officer, Power


def appoint_officer(
    user: User,
    agency: Agency,
    position: str,
    *,
    is_head: bool = False,
    on_duty: bool = False,
    acting_officer: Officer | None,
) -> Officer:
    """Give a user their place in an agency; what they may do there comes with mandates. Raises NotAllowed."""
    if not position.strip():
        raise RegistryRefusal(_("An officer needs a position: the public sees it instead of the name."))
    try:
        with writing():
            check_authority(acting_officer, agency, Power.GRANT)
            return Officer.objects.create(
                user=user, agency=agency, position=position.strip()[:150], is_head=is_head, on_duty=on_duty
            )
    except IntegrityError as error:
        raise RegistryRefusal(_("%(user)s has a place in an agency already.") % {"user": user.username}) from error


def set_duty(officer: Officer, on_duty: bool, *, acting_officer: Officer | None) -> None:
    """Put an officer on duty for alerts, or take them off; one's own duty needs no mandate. Raises NotAllowed."""
    with writing():
        is_own = acting_officer is not None and acting_officer.id == officer.id
        if not (is_own and Officer.objects.active().filter(id=officer.id).exists()):
            check_authority(acting_officer, officer.agency, Power.GRANT)
        Officer.objects.filter(id=officer.id).update(on_duty=on_duty)


def relieve_officer(officer: Officer, reason: str, *, acting_officer: Officer | None) -> None:
    """An officer leaves: all their mandates end with it. Raises NotAllowed."""
    with writing():
        under = check_authority(acting_officer, officer.agency, Power.GRANT)
        Officer.objects.filter(id=officer.id).update(is_active=False, on_duty=False)
        end_mandates(
            list(officer.mandates.select_for_update(of=("self",)).select_related("agency")),
            reason,
            under,
            acting_officer,
        )
