"""The sequencer's own statements: places for many entries at once, and tiles that grow."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from tanggap.records.models import Entry, Tile

_ENTRY = Entry._meta.db_table
_TILE = Tile._meta.db_table

# The places are given in one statement, from the stored order of arrival, or in no order at all for held ones. The
# log's row is locked meanwhile, so what waits above still waits below. To ask again whether it does would lead a
# planner that counted next to none of them to compare each with each.
_GIVE_PLACES = f"""
UPDATE {_ENTRY} SET "index" = placed.place FROM (
    SELECT id, %s - 1 + row_number() OVER (ORDER BY {{order}}) AS place
    FROM (SELECT id FROM {_ENTRY} WHERE "index" IS NULL AND {{which}} ORDER BY {{order}} LIMIT %s) AS waiting
) AS placed
WHERE {_ENTRY}.id = placed.id
RETURNING {_ENTRY}."index", {_ENTRY}.leaf_hash
"""  # noqa: S608
_GIVE_NEXT = _GIVE_PLACES.format(order="id", which="held_until IS NULL")
_GIVE_HELD = _GIVE_PLACES.format(order="random()", which="held_until <= %s")


def give_next_places(size: int, limit: int) -> list[tuple[int, bytes]]:
    """Give waiting entries the indices from `size` on, in order of arrival; returns index and leaf hash, in order."""
    return _give(_GIVE_NEXT, [size, limit])


def give_held_places(size: int, limit: int, moment: Any) -> list[tuple[int, bytes]]:
    """The same for entries of sealed cases whose midnight has passed, in random order."""
    adapted = connection.ops.adapt_datetimefield_value(moment)
    return _give(_GIVE_HELD, [size, adapted, limit])


def put_tiles(tiles: Iterable[tuple[int, int, bytes]]) -> None:
    """Write tiles (level, number, hashes), growing those that are there."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_TILE} (level, number, hashes) VALUES (%s, %s, %s)"  # noqa: S608
            " ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes",
            list(tiles),
        )


def _give(statement: str, values: list[Any]) -> list[tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return sorted((index, bytes(leaf_hash)) for index, leaf_hash in cursor.fetchall())
