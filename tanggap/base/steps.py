"""What the loop does for the database: it is told what its tables have become."""

from __future__ import annotations

from django.db import connection

# By how many rows a table that was empty must have changed before it is worth counting.
FEW = 1000
GROWN = """
SELECT c.oid::regclass::text FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
WHERE s.n_mod_since_analyze > greatest(c.reltuples, 0) + %s ORDER BY s.n_mod_since_analyze DESC
"""


def keep_statistics(limit: int) -> int:
    """Have PostgreSQL count up to `limit` tables that changed by more than they held; returns how many. SQLite: none.

    PostgreSQL plans by what it counted last, and its autovacuum looks once a minute. In a young installation, or in the
    first minute of a flood, it takes tables of many thousand rows for nearly empty ones and reads them whole for every
    batch.
    """
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(GROWN, [FEW])
        grown = [name for (name,) in cursor.fetchall()][:limit]
        for name in grown:
            # Where autovacuum is at work it counts as well; to wait for it would stop it.
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {name}")
    return len(grown)
