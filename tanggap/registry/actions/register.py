"""What every act that changes the public register does: one at a time, and with the register's digest in its entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tanggap.records.actions import append_entries
from tanggap.records.acts import Act
from tanggap.registry.authority import require_mandate
from tanggap.registry.models import Agency, Mandate, Officer, RegistrySnapshot
from tanggap.registry.snapshots import take_snapshot


def lock_register() -> None:
    """Wait for other acts on the register: each entry holds the digest of the whole, so there is one at a time."""
    list(Agency.objects.select_for_update().order_by("id").values_list("id"))


def record_change(at: datetime, build_act: Callable[[str], Act]) -> int:
    """Append the act's entry, with the digest of the register after it, and keep that snapshot; the entry's id."""
    snapshot, digest = take_snapshot(at)
    [entry_id] = append_entries([build_act(digest)])
    RegistrySnapshot.objects.create(entry_id=entry_id, snapshot=snapshot)
    return entry_id


def check_authority(officer: Officer | None, agency: Agency, power: str) -> Mandate | None:
    """The mandate of an officer; None is the operator at the installation's command line. Raises NotAllowed."""
    return None if officer is None else require_mandate(officer, agency, power)
