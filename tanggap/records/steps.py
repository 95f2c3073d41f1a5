"""What the loop runs: the sequencer. One process is enough; more than one do no harm."""

from __future__ import annotations

from typing import Any

import structlog
from django.db import connection

from tanggap.records.actions import integrate_entries, publish_checkpoint
from tanggap.records.errors import FenceLost, LogContradiction
from tanggap.records.guard import trusted_log

log = structlog.get_logger(__name__)

# The database connection on which the log was last found in order: a new one is a start or a fail-over.
_trusted: Any = None


def sequence(limit: int) -> int:
    """Order, integrate, publish: places for up to `limit` entries, then a checkpoint when one is due.

    Raises LogContradiction when the database contradicts a published checkpoint, and then touches nothing any more.
    """
    global _trusted
    try:
        _check_new_connection()
        moved = integrate_entries(limit)
        publish_checkpoint()
    except FenceLost as lost:
        log.warning("sequencer_overtaken", reason=str(lost))
        return 0
    except LogContradiction as contradiction:
        _trusted = None
        log.error("record_contradiction", reason=str(contradiction))
        raise
    return moved


def _check_new_connection() -> None:
    global _trusted
    connection.ensure_connection()
    if connection.connection is not _trusted:
        trusted_log()
        _trusted = connection.connection
