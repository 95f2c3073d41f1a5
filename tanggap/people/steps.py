"""What the loop does for this room."""

from __future__ import annotations

from tanggap.people.actions import sweep_leftovers


def sweep(limit: int) -> int:
    """Delete up to `limit` rows that nobody needs any more: sessions, sign-in attempts, counts. Returns how many."""
    return sweep_leftovers(limit)
