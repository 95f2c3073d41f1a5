"""The entries that the register makes in the record. They name positions and things, never persons."""

from __future__ import annotations

from datetime import datetime

from tanggap.records.acts import Act
from tanggap.records.fields import declare
from tanggap.registry.models import Agency, Mandate, OfficialAccount

# `register` is the digest of the snapshot of the whole register after the act: `sha256:` over its canonical JSON.
# `by` is `operator`, `officer`, or `two` where a second person confirmed.
declare("agency.opened", register=str)
declare("agency.changed", register=str)
declare("account.published", network=str, by=str, register=str)
declare("account.retired", network=str, register=str)
declare("mandate.granted", powers=list, standing=bool, valid_from=str, valid_until=str, by=str)
declare("mandate.revoked")


def agency_opened(agency: Agency, at: datetime, register: str) -> Act:
    """The government has one more agency that answers for itself."""
    return _about_agency("agency.opened", agency, at, None, register)


def agency_changed(agency: Agency, at: datetime, mandate: Mandate | None, register: str) -> Act:
    """What the register says of an agency has changed: its name, its domains, whether it acts."""
    return _about_agency("agency.changed", agency, at, mandate, register)


def account_published(account: OfficialAccount, at: datetime, mandate: Mandate | None, by: str, register: str) -> Act:
    """An account is official from now on."""
    public = {"network": account.network, "by": by, "register": register}
    return _about_account("account.published", account, at, mandate, public)


def account_retired(account: OfficialAccount, at: datetime, mandate: Mandate | None, register: str) -> Act:
    """An account is no longer official; what it says from now on is not the government's."""
    public = {"network": account.network, "register": register}
    return _about_account("account.retired", account, at, mandate, public)


def mandate_granted(granted: Mandate, at: datetime, under: Mandate | None, by: str) -> Act:
    """A position may act for its agency; with `standing`, the machine may."""
    public = {
        "powers": list(granted.powers),
        "standing": granted.is_standing,
        "valid_from": granted.valid_from.isoformat(),
        "valid_until": granted.valid_until.isoformat() if granted.valid_until else None,
        "by": by,
    }
    return _about_mandate("mandate.granted", granted, at, under, public)


def mandate_revoked(revoked: Mandate, at: datetime, under: Mandate | None) -> Act:
    """A mandate ended before its day."""
    return _about_mandate("mandate.revoked", revoked, at, under, {})


def _about_agency(type_: str, agency: Agency, at: datetime, mandate: Mandate | None, register: str) -> Act:
    subject = f"agency:{agency.public_id}"
    return Act(type_, at, subject, agency.public_id, _id_of(mandate), public={"register": register})


def _about_account(type_: str, account: OfficialAccount, at: datetime, mandate: Mandate | None, public: dict) -> Act:
    subject = f"account:{account.public_id}"
    return Act(type_, at, subject, account.agency.public_id, _id_of(mandate), public=public)


def _about_mandate(type_: str, about: Mandate, at: datetime, under: Mandate | None, public: dict) -> Act:
    subject = f"mandate:{about.public_id}"
    return Act(type_, at, subject, about.agency.public_id, _id_of(under), public=public)


def _id_of(mandate: Mandate | None) -> str | None:
    return mandate.public_id if mandate else None
