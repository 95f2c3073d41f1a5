"""What libraries leave behind, and counts that are over, do not stay for ever."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.people.models import Tries, Withdrawal

# The lock after wrong passwords lasts minutes; a day leaves time to ask what happened.
KEPT_ATTEMPTS = timedelta(days=1)
KEPT_LOGS = timedelta(days=30)
# Servers try a post again for some days; what was taken back before it came must be known for as long.
KEPT_WITHDRAWALS = timedelta(days=7)


def sweep_leftovers(limit: int) -> int:
    """Delete up to `limit` rows: ended sessions, old sign-in attempts, counts and early deletions. Returns how many."""
    moment = now()
    over: tuple[QuerySet[Any], ...] = (
        Session.objects.filter(expire_date__lt=moment),
        AccessAttempt.objects.filter(attempt_time__lt=moment - KEPT_ATTEMPTS),
        AccessLog.objects.filter(attempt_time__lt=moment - KEPT_LOGS),
        AccessFailureLog.objects.filter(attempt_time__lt=moment - KEPT_LOGS),
        Tries.objects.filter(until__lt=moment),
        Withdrawal.objects.filter(at__lt=moment - KEPT_WITHDRAWALS),
    )
    gone = 0
    for rows in over:
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[: limit - gone])
        if keys:
            with writing():
                gone += rows.model._base_manager.filter(pk__in=keys).delete()[0]
    return gone
