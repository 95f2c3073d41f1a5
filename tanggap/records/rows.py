"""The statements of the hot path. An ORM's row costs ten times what these cost, and the record is written all day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from tanggap.records.models import Entry, Payload, Tile

ENTRY_COLUMNS = ("type", "subject", "agency", "mandate", "time", "leaf", "leaf_hash", "held_until")
PAYLOAD_COLUMNS = ("entry_id", "key_id", "sealed")

_ENTRY = Entry._meta.db_table
_TILE = Tile._meta.db_table
# PostgreSQL, "COPY", text format.
_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"})
_NEXT_IDS = f"""
WITH sequence AS MATERIALIZED (SELECT pg_get_serial_sequence('{_ENTRY}', 'id')::regclass AS name)
SELECT nextval(name) FROM sequence, generate_series(1, %s)
"""  # noqa: S608

# The places are given in one statement, from the stored order of arrival, or in no order at all for held ones.
_GIVE_PLACES = f"""
UPDATE {_ENTRY} SET "index" = placed.place FROM (
    SELECT id, %s - 1 + row_number() OVER (ORDER BY {{order}}) AS place
    FROM (SELECT id FROM {_ENTRY} WHERE "index" IS NULL AND {{which}} ORDER BY {{order}} LIMIT %s) AS waiting
) AS placed
WHERE {_ENTRY}.id = placed.id AND {_ENTRY}."index" IS NULL
RETURNING {_ENTRY}."index", {_ENTRY}.leaf_hash
"""  # noqa: S608
_GIVE_NEXT = _GIVE_PLACES.format(order="id", which="held_until IS NULL")
_GIVE_HELD = _GIVE_PLACES.format(order="random()", which="held_until <= %s")


def insert_entries(rows: Sequence[Sequence[Any]]) -> list[int]:
    """Insert pending entries (ENTRY_COLUMNS) inside the caller's transaction; returns their ids in order."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NEXT_IDS, [len(rows)])
            ids = [id_ for (id_,) in cursor.fetchall()]
            _copy(cursor, _ENTRY, ("id", *ENTRY_COLUMNS), ((id_, *row) for id_, row in zip(ids, rows, strict=True)))
            return ids
        _insert(
            cursor,
            _ENTRY,
            ENTRY_COLUMNS,
            [(*row[:4], _as_text(row[4]), row[5], row[6], row[7] and _as_text(row[7])) for row in rows],
        )
        # The one writer's ids follow each other (AUTOINCREMENT), so the last one tells them all.
        cursor.execute("SELECT last_insert_rowid()")
        last = cursor.fetchone()[0]
        return list(range(last - len(rows) + 1, last + 1))


def insert_payloads(rows: Sequence[tuple[int, int, bytes]]) -> None:
    """Insert sealed payloads (PAYLOAD_COLUMNS) inside the caller's transaction."""
    with connection.cursor() as cursor:
        write = _copy if connection.vendor == "postgresql" else _insert
        write(cursor, Payload._meta.db_table, PAYLOAD_COLUMNS, rows)


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


def _as_text(moment: datetime) -> str:
    """A time in UTC as Django keeps it in SQLite; its own way there costs a tenth of an entry."""
    return str(moment.replace(tzinfo=None))


def _give(statement: str, values: list[Any]) -> list[tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return sorted((index, bytes(leaf_hash)) for index, leaf_hash in cursor.fetchall())


def _insert(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY in text format; the lines are made here because psycopg's own way costs more than the server's work."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.wrap_database_errors, cursor.copy(statement) as stream:
        stream.write("".join("\t".join(map(_copied, row)) + "\n" for row in rows))


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return str(value).translate(_COPY_ESCAPES)
