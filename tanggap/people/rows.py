"""New rows in bulk, and the few objects around a known author: the shortest way, since every post takes it.

Plain SQL that both databases read alike: the ORM gives no ids back where conflicts are ignored, and costs twice as
much. Rows come back in no promised order, so each is recognised by something unique in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models

from tanggap.people.authors import AuthorKey, KnownAuthor
from tanggap.people.models import Citizen, Identity, SealingKey

TOLD = ("network", "remote_id", "host", "handle", "name", "inbox", "shared_inbox", "profile_url", "is_bot")
IDENTITY_COLUMNS = ("citizen_id", *TOLD, "created_at")


def insert_keys(wrapped: Sequence[bytes]) -> list[SealingKey]:
    """Keep wrapped keys, in order."""
    kept = _insert(SealingKey, ("wrapped",), [(blob,) for blob in wrapped], "wrapped")
    ids = {bytes(blob): id_ for id_, blob in kept}
    return [_made(SealingKey, id=ids[blob], wrapped=blob) for blob in wrapped]


def insert_citizens(citizens: Sequence[tuple[str, SealingKey, str]]) -> list[Citizen]:
    """Keep citizens by public id, key and language, in order."""
    rows = [(public_id, key.id, language) for public_id, key, language in citizens]
    ids = {name: id_ for id_, name in _insert(Citizen, ("public_id", "key_id", "language"), rows, "public_id")}
    made = []
    for public_id, key, language in citizens:
        citizen = _made(Citizen, id=ids[public_id], public_id=public_id, key_id=key.id, language=language)
        Citizen._meta.get_field("key").set_cached_value(citizen, key)
        made.append(citizen)
    return made


def insert_identities(pairs: Sequence[tuple[KnownAuthor, Citizen]], at: datetime) -> dict[AuthorKey, Identity]:
    """Keep identities; those that somebody else kept first are left out."""
    stamp = connection.ops.adapt_datetimefield_value(at)
    rows = [(citizen.id, *(getattr(author, name) for name in TOLD), stamp) for author, citizen in pairs]
    unless = "ON CONFLICT (network, remote_id) DO NOTHING"
    found = _insert(Identity, IDENTITY_COLUMNS, rows, "network, remote_id", unless)
    ids = {(network, remote_id): id_ for id_, network, remote_id in found}
    made = {}
    for row, (author, citizen) in zip(rows, pairs, strict=True):
        if author.key in ids:
            identity = _made(Identity, id=ids[author.key], **{**dict(zip(IDENTITY_COLUMNS, row)), "created_at": at})
            Identity._meta.get_field("citizen").set_cached_value(identity, citizen)
            made[author.key] = identity
    return made


def _insert(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Iterable[Any]], back: str, unless: str = ""
) -> list[tuple[Any, ...]]:
    """One statement; each row that was inserted comes back as its id and the columns in `back`."""
    blanks = f"({', '.join(['%s'] * len(columns))})"
    values = ", ".join([blanks] * len(rows))
    # Only names of our own tables and columns go into the text.
    sql = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES {values} {unless} RETURNING id, {back}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for row in rows for value in row])
        return list(cursor.fetchall())


def _made(model: type[models.Model], **values: Any) -> Any:
    """An object of a row that is in the database, as a query would make it."""
    names = _columns(model)
    return model.from_db(connection.alias, names, [values.get(name) for name in names])


@cache
def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
