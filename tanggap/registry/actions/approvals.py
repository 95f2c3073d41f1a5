"""The second person confirms or refuses; never the one who asked, nor the one whom it is for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.registry.actions.accounts import make_official
from tanggap.registry.actions.mandates import confirm_mandate, end_mandates
from tanggap.registry.actions.register import lock_register
from tanggap.registry.authority import require_confirmer
from tanggap.registry.errors import AlreadyDecided, NotByOneself, RegistryRefusal
from tanggap.registry.models import Approval, Officer
from tanggap.registry.models.approvals import Decision

BY_TWO = "two"


def confirm_approval(approval: Approval, *, acting_officer: Officer) -> None:
    """Let a mandate or an account take effect. Raises NotAllowed, NotByOneself, AlreadyDecided."""
    with writing():
        lock_register()
        locked = _undecided(approval, acting_officer)
        _decide(locked, Decision.CONFIRMED, acting_officer)
        if locked.mandate is not None:
            confirm_mandate(locked.mandate, locked.requested_under, BY_TWO)
        elif locked.account is not None:
            make_official(locked.account, locked.requested_under, BY_TWO)
    approval.refresh_from_db()


def refuse_approval(approval: Approval, reason: str, *, acting_officer: Officer) -> None:
    """Do not let it take effect, with the reason. Raises NotAllowed, NotByOneself, AlreadyDecided, RegistryRefusal."""
    if not reason.strip():
        raise RegistryRefusal(_("Say why, so that it can be mended."))
    with writing():
        locked = _undecided(approval, acting_officer)
        _decide(locked, Decision.REFUSED, acting_officer, reason)
        if locked.mandate is not None:
            # It never took effect, so the record has neither its beginning nor its end.
            end_mandates([locked.mandate], reason, None, acting_officer)
    approval.refresh_from_db()


def _undecided(approval: Approval, acting_officer: Officer) -> Approval:
    related = ("agency", "mandate__agency", "account__agency", "requested_under")
    locked = Approval.objects.select_for_update(of=("self",)).select_related(*related).get(id=approval.id)
    require_confirmer(acting_officer, locked.agency)
    beneficiary = locked.mandate.officer_id if locked.mandate else None
    if acting_officer.id in (locked.requested_by_id, beneficiary):
        raise NotByOneself()
    if locked.decided_at is not None:
        raise AlreadyDecided()
    return locked


def _decide(approval: Approval, decision: Decision, officer: Officer, reason: str = "") -> None:
    Approval.objects.filter(id=approval.id).update(
        decision=decision, decided_by=officer, decided_at=now(), reason=reason.strip()[:300]
    )
