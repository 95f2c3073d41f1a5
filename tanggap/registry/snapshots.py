"""The register as one document that anybody can check: what it says, who signed it, and where the record has it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import orjson
from django.conf import settings

from tanggap.base.crypto import canonical
from tanggap.records.signing import sign_document
from tanggap.registry.addresses import actor_url
from tanggap.registry.models import Agency, OfficialAccount, RegistrySnapshot

FORMAT = "tanggap-registry/1"


def take_snapshot(at: datetime) -> tuple[str, str]:
    """The register as it stands in this transaction: canonical JSON, and its digest for the record."""
    agencies = Agency.objects.order_by("public_id").prefetch_related("domains", "accounts__successor")
    document = {
        "format": FORMAT,
        "government": settings.GOVERNMENT,
        "host": settings.PUBLIC_HOST,
        "taken_at": _stamp(at),
        "agencies": [_agency(agency) for agency in agencies],
    }
    text = canonical(document)
    return text.decode(), "sha256:" + hashlib.sha256(text).hexdigest()


def signed_register() -> dict[str, Any] | None:
    """The newest snapshot that has its place in the record, signed by the log's key; None before the first one."""
    newest = RegistrySnapshot.objects.in_the_record().first()
    if newest is None:
        return None
    signature, key = sign_document(newest.snapshot.encode())
    return {
        "snapshot": orjson.loads(newest.snapshot),
        "signature": signature,
        "key": key,
        "entry": newest.entry.index,
    }


def _agency(agency: Agency) -> dict[str, Any]:
    accounts = [account for account in agency.accounts.all() if account.state != "draft"]
    return {
        "id": agency.public_id,
        "slug": agency.slug,
        "name": agency.name,
        "handle": agency.handle,
        "actor": actor_url(agency),
        "active": agency.is_active,
        "domains": sorted(domain.host for domain in agency.domains.all()),
        "accounts": [_account(account) for account in sorted(accounts, key=lambda a: a.public_id)],
    }


def _account(account: OfficialAccount) -> dict[str, Any]:
    return {
        "id": account.public_id,
        "network": account.network,
        "handle": account.handle,
        "url": account.url,
        "state": account.state,
        "official_since": _stamp(account.published_at),
        "retired_at": _stamp(account.retired_at),
        "successor": account.successor.public_id if account.successor else None,
    }


def _stamp(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else None
