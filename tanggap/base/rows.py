"""Rows in bulk, without a model's instance for each: an ORM's row costs ten times what these statements cost.

For the hot path only, where every post passes. The caller gives every column that has no null, as the database keeps
it: JSON as text, bytes as bytes, aware times as they are. Only names of our own tables and columns and whole numbers
go into the text of a statement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

Row = Sequence[Any]
Ids = list[int]
Changes = Mapping[str, Any]

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


def change_rows(model: type[models.Model], ids: Iterable[int], changes: Changes, where: Changes | None = None) -> Ids:
    """Write the same values into many rows; returns the ids of those that were still as `where` says.

    Another worker that changes one of them at the same moment goes first or waits, so that each row changes hands once.
    """
    listed = ", ".join(str(int(id_)) for id_ in ids)
    if not listed:
        return []
    sets = ", ".join(f'"{column}" = %s' for column in changes)
    still = "".join(f' AND "{column}" = %s' for column in where or ())
    key = model._meta.pk.column
    statement = f'UPDATE "{model._meta.db_table}" SET {sets} WHERE "{key}" IN ({listed}){still} RETURNING "{key}"'  # noqa: S608
    values = [*changes.values(), *(where or {}).values()]
    with connection.cursor() as cursor:
        cursor.execute(statement, values if connection.vendor == "postgresql" else _adapted(values))
        return [id_ for (id_,) in cursor.fetchall()]


def among(ids: Iterable[int]) -> RawSQL:
    """What stands behind `__in`: a batch's ids in the text itself, where Django would prepare them one by one."""
    return RawSQL(", ".join(str(int(id_)) for id_ in ids) or "NULL", ())  # noqa: S611


def _insert(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608
    cursor.executemany(statement, [_adapted(row) for row in rows])


def _adapted(row: Row) -> Row:
    """A row as SQLite's driver takes it."""
    return [_as_text(value) if type(value) is datetime else value for value in row]


def _as_text(moment: datetime) -> str:
    """A time as Django keeps it in SQLite; its own way there costs a tenth of a row."""
    in_utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return in_utc.isoformat(" ")[: -len("+00:00")]


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """COPY in text format; the lines are made here because psycopg's own way costs more than the server's work."""
    names = ", ".join(f'"{column}"' for column in columns)
    lines = ["\t".join([_COPIED.get(type(value), _escaped)(value) for value in row]) for row in rows]
    with connection.wrap_database_errors, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as stream:
        stream.write("\n".join([*lines, ""]))


def _escaped(value: Any) -> str:
    return str(value).translate(_COPY_ESCAPES)


_COPIED: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "\\N",
    bytes: lambda value: "\\\\x" + value.hex(),
    int: str,
    bool: str,
    datetime: str,
}
