"""Rows that are worked on outside a transaction: leased for a while, settled only by whoever holds the lease."""

from __future__ import annotations

import random
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q, QuerySet

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.rows import among, change_rows

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(hours=6)

NO_LEASE: dict[str, Any] = {"lease_token": None, "lease_until": None}


class Leased(models.Model):
    """Work that leaves the machine: whoever claims a row has it until `lease_until`, then others may take it."""

    state = models.CharField(max_length=20)
    lease_token = models.CharField(max_length=32, null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    next_at = models.DateTimeField(default=now)
    reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=Leased)


def claim(queryset: QuerySet[Row], limit: int, seconds: float, **changes: Any) -> list[Row]:
    """Lease up to `limit` rows that are due, for so many seconds; `changes` (a state, say) are written with the lease.

    Rows under somebody's valid lease are left alone. Every claim counts as an attempt, so that a row which kills its
    worker is not tried without end.
    """
    moment = now()
    lease = {"lease_token": secrets.token_hex(16), "lease_until": moment + timedelta(seconds=seconds), **changes}
    due = queryset.filter(Q(lease_until=None) | Q(lease_until__lt=moment), next_at__lte=moment)
    if not due.ordered:
        due = due.order_by("next_at", "pk")
    with writing():
        rows = list(due.select_for_update(skip_locked=True, of=("self",))[:limit])
        if rows:
            taken = queryset.model._base_manager.filter(pk__in=among(row.pk for row in rows))
            taken.update(attempts=F("attempts") + 1, **lease)
    for row in rows:
        row.attempts += 1
        _set(row, lease)
    return rows


def settle(row: Leased, **changes: Any) -> bool:
    """Write the outcome and give the lease back; False, and nothing written, if the lease is no longer ours."""
    changes = {**NO_LEASE, **changes}
    settled = type(row)._base_manager.filter(pk=row.pk, **_lease_of([row])).update(**changes) == 1
    if settled:
        _set(row, changes)
    return settled


def settle_all(rows: Sequence[Row], **changes: Any) -> list[Row]:
    """Settle rows of one claim with the same outcome in one statement; returns those whose lease was still ours."""
    if not rows:
        return []
    changes = {**NO_LEASE, **changes}
    lease = _lease_of(rows)
    with writing():
        ours = set(change_rows(type(rows[0]), [row.pk for row in rows], changes, where=lease))
    settled = [row for row in rows if row.pk in ours]
    for row in settled:
        _set(row, changes)
    return settled


def next_try(attempts: int) -> datetime:
    """When to try again after so many attempts: about 5 s, 15 s, 45 s … up to 6 h, spread by half either way."""
    growth: int = 3 ** min(max(attempts - 1, 0), 12)
    delay = min(FIRST_DELAY * growth, LONGEST_DELAY)
    return now() + delay * random.uniform(0.5, 1.5)


def _lease_of(rows: Sequence[Leased]) -> dict[str, Any]:
    first = rows[0]
    if first.lease_token is None or any((r.lease_token, r.state) != (first.lease_token, first.state) for r in rows):
        raise ValueError("rows are settled as they were claimed: with one lease and in one state")
    return {"lease_token": first.lease_token, "state": str(first.state)}


def _set(row: Leased, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
