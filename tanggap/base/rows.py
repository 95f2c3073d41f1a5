"""Rows in bulk, without a model's instance for each: an ORM's row costs ten times what these statements cost.

For the hot path only, where every post passes. The caller gives every column that has no null, as the database keeps
it: JSON as text, bytes as bytes, aware times as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

Row = Sequence[Any]

# PostgreSQL, "COPY", text format.
_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Insert rows inside the caller's transaction; returns their ids, in order.

    For models whose primary key the database counts. Raises IntegrityError as an ordinary insert does.
    """
    if not rows:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Only names of our own tables and columns go into the text.
            cursor.execute(
                "SELECT nextval(name) FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name OFFSET 0) AS s,"
                " generate_series(1, %s)",
                [table, len(rows)],
            )
            ids = [id_ for (id_,) in cursor.fetchall()]
            _copy(cursor, table, ("id", *columns), ((id_, *row) for id_, row in zip(ids, rows, strict=True)))
            return ids
        _insert(cursor, table, columns, rows)
        # The one writer's ids follow each other (AUTOINCREMENT), so the last one tells them all.
        cursor.execute("SELECT last_insert_rowid()")
        last = cursor.fetchone()[0]
        return list(range(last - len(rows) + 1, last + 1))


def insert_keyed_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of a model whose primary key the caller gives among the columns."""
    if not rows:
        return
    with connection.cursor() as cursor:
        write = _copy if connection.vendor == "postgresql" else _insert
        write(cursor, model._meta.db_table, columns, rows)


def _insert(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608
    cursor.executemany(statement, [[_as_text(v) if type(v) is datetime else v for v in row] for row in rows])


def _as_text(moment: datetime) -> str:
    """A time as Django keeps it in SQLite; its own way there costs a tenth of a row."""
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """COPY in text format; the lines are made here because psycopg's own way costs more than the server's work."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.wrap_database_errors, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as stream:
        stream.write("".join("\t".join(map(_copied, row)) + "\n" for row in rows))


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return str(value).translate(_COPY_ESCAPES)
