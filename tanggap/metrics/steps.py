"""What the loop does with the record's entries: count them."""

from tanggap.metrics.actions import BATCH, count_entries


def measure(limit: int) -> int:
    """Count entries until the roll-ups have caught up with the log, or `limit` batches are done."""
    for _ in range(limit):
        if count_entries() < BATCH:
            return 0
    return limit
