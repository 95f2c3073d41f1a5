"""Official accounts: drafted, published by two where there are two, and retired for ever."""

from __future__ import annotations

from django.db import IntegrityError
from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.registry.actions.register import check_authority, lock_register, record_change
from tanggap.registry.addresses import actor_url, fediverse_handle, form_url
from tanggap.registry.authority import confirmers
from tanggap.registry.errors import RegistryRefusal
from tanggap.registry.events import account_published, account_retired
from tanggap.registry.models import Agency, Approval, Mandate, Network, Officer, OfficialAccount, Power
from tanggap.registry.models.accounts import AccountState


def draft_account(
    agency: Agency,
    network: str,
    handle: str,
    *,
    url: str = "",
    remote_id: str = "",
    purpose: str = "",
    acting_officer: Officer | None,
) -> OfficialAccount:
    """Write down an account of an agency; nobody is told before it is published. Raises NotAllowed, RegistryRefusal."""
    if not handle.strip() or not network.strip():
        raise RegistryRefusal(_("An account needs a network and a handle."))
    account = OfficialAccount(
        agency=agency,
        network=network.strip()[:40],
        handle=handle.strip().lstrip("@")[:200],
        url=url.strip(),
        remote_id=remote_id.strip(),
        purpose=purpose.strip()[:300],
        drafted_at=now(),
    )
    try:
        with writing():
            check_authority(acting_officer, agency, Power.ACCOUNTS)
            account.save()
    except IntegrityError as error:
        raise RegistryRefusal(_("This account belongs to an agency already.")) from error
    return account


def publish_account(account: OfficialAccount, *, acting_officer: Officer | None) -> Approval | None:
    """Make an account official, or ask the second person first where there is one: then the approval is returned.

    The operator's takes effect at once. Raises NotAllowed, RegistryRefusal.
    """
    with writing():
        lock_register()
        locked = OfficialAccount.objects.select_related("agency").get(id=account.id)
        under = check_authority(acting_officer, locked.agency, Power.ACCOUNTS)
        if locked.state != AccountState.DRAFT:
            raise RegistryRefusal(_("Only a drafted account can be published."))
        waiting = locked.approvals.waiting().first()
        if waiting is not None:
            return waiting
        if acting_officer is None or under is None:
            make_official(locked, None, "operator")
        elif confirmers(locked.agency, without={acting_officer.id}):
            return Approval.objects.create(
                agency=locked.agency, account=locked, requested_by=acting_officer, requested_under=under
            )
        else:
            make_official(locked, under, "officer")
    account.refresh_from_db()
    return None


def retire_account(
    account: OfficialAccount,
    reason: str,
    *,
    successor: OfficialAccount | None = None,
    acting_officer: Officer | None,
) -> None:
    """Say that an account is no longer the government's. Raises NotAllowed, RegistryRefusal."""
    at = now()
    with writing():
        lock_register()
        locked = OfficialAccount.objects.select_related("agency").get(id=account.id)
        under = check_authority(acting_officer, locked.agency, Power.ACCOUNTS)
        if locked.state != AccountState.PUBLISHED:
            raise RegistryRefusal(_("Only an official account can be retired."))
        OfficialAccount.objects.filter(id=locked.id).update(
            state=AccountState.RETIRED, retired_at=at, retired_reason=reason.strip()[:300], successor=successor
        )
        record_change(at, lambda register: account_retired(locked, at, under, register))
    account.refresh_from_db()


def open_own_account(agency: Agency) -> OfficialAccount:
    """The operator opens the agency's account on this server's own part of the fediverse; twice is once."""
    held = agency.accounts.filter(network=Network.ACTIVITYPUB, remote_id=actor_url(agency)).exclude(
        state=AccountState.RETIRED
    )
    account = held.first() or draft_account(
        agency,
        Network.ACTIVITYPUB,
        fediverse_handle(agency),
        url=actor_url(agency),
        remote_id=actor_url(agency),
        acting_officer=None,
    )
    if account.state == AccountState.DRAFT:
        publish_account(account, acting_officer=None)
    return account


def open_form_account(agency: Agency) -> OfficialAccount:
    """The operator makes our own form an official way to write to an agency; twice is once."""
    held = agency.accounts.filter(network=Network.WEBFORM).exclude(state=AccountState.RETIRED)
    address = form_url(agency)
    account = held.first() or draft_account(
        agency,
        Network.WEBFORM,
        address.partition("://")[2],
        url=address,
        remote_id=agency.public_id,
        acting_officer=None,
    )
    if account.state == AccountState.DRAFT:
        publish_account(account, acting_officer=None)
    return account


def make_official(account: OfficialAccount, under: Mandate | None, by: str) -> None:
    """An account becomes official, inside the caller's transaction and under its authority."""
    at = now()
    OfficialAccount.objects.filter(id=account.id).update(state=AccountState.PUBLISHED, published_at=at)
    record_change(at, lambda register: account_published(account, at, under, by, register))
