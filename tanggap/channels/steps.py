"""What the loop does with what nobody could read."""

from __future__ import annotations

from datetime import timedelta

import structlog

from tanggap.base.clock import now
from tanggap.channels.actions import expire_arrivals

# Long enough to mend a connector and let it read again what it could not; people's words are not kept for longer
# than somebody may still need them, and unread ones are in nobody's case.
KEPT_UNREAD = timedelta(days=30)

log = structlog.get_logger(__name__)


def drop_unread(limit: int) -> int:
    """Drop the bytes of up to `limit` arrivals that were stuck for too long; returns how many."""
    dropped = expire_arrivals(now() - KEPT_UNREAD, limit)
    if dropped:
        log.warning("arrivals_dropped", count=dropped, days=KEPT_UNREAD.days)
    return dropped
