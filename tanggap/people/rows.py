"""People in bulk, without a model's instance for each: every post passes here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from tanggap.base.rows import insert_rows
from tanggap.people.authors import AuthorKey, KnownAuthor, Person
from tanggap.people.models import Citizen, Identity, SealingKey

TOLD = ("network", "remote_id", "host", "handle", "name", "inbox", "shared_inbox", "profile_url", "is_bot")
IDENTITY_COLUMNS = ("citizen_id", *TOLD, "created_at")
# One text for both databases. Rows come back in no promised order, so each is recognised by what is unique in it.
KEEP_IDENTITIES = f"""
INSERT INTO people_identity ({", ".join(IDENTITY_COLUMNS)}) VALUES {{}}
ON CONFLICT (network, remote_id) DO NOTHING RETURNING id, network, remote_id
"""  # noqa: S608


class NewPerson(NamedTuple):
    """Somebody just made; without an identity where another worker was first with it."""

    identity: int | None
    citizen: int
    person: Person


def find_people(keys: Collection[AuthorKey]) -> dict[AuthorKey, tuple[Person, tuple[Any, ...]]]:
    """Whom we know among these, each with what was told of them (TOLD)."""
    networks, remote_ids = {network for network, _ in keys}, [remote_id for _, remote_id in keys]
    rows = Identity.objects.filter(network__in=networks, remote_id__in=remote_ids)
    found = {}
    for id_, key_id, wrapped, *told in rows.values_list("id", "citizen__key_id", "citizen__key__wrapped", *TOLD):
        found[(told[0], told[1])] = (Person(id_, key_id, wrapped), tuple(told))
    return {key: one for key, one in found.items() if key in keys}


def insert_people(authors: Sequence[KnownAuthor], wrapped: Sequence[bytes], at: datetime) -> list[NewPerson]:
    """Make a key and a citizen for each author and keep their identity, in order; see `insert_identities`."""
    keys = insert_rows(SealingKey, ("wrapped",), [(blob,) for blob in wrapped])
    named = [(key, author.language) for author, key in zip(authors, keys, strict=True)]
    citizens = insert_rows(Citizen, ("key_id", "language"), named)
    ids = insert_identities(list(zip(authors, citizens, strict=True)), at)
    return [
        NewPerson(ids.get(author.key), citizen, Person(ids.get(author.key, 0), key, blob))
        for author, citizen, key, blob in zip(authors, citizens, keys, wrapped, strict=True)
    ]


def insert_identities(pairs: Sequence[tuple[KnownAuthor, int]], at: datetime) -> dict[AuthorKey, int]:
    """Keep identities of citizens by their ids; those that somebody else kept first are left out."""
    stamp = connection.ops.adapt_datetimefield_value(at)
    rows = [(citizen, *(getattr(author, name) for name in TOLD), stamp) for author, citizen in pairs]
    blanks = ", ".join([f"({', '.join(['%s'] * len(IDENTITY_COLUMNS))})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(KEEP_IDENTITIES.format(blanks), [value for row in rows for value in row])
        return {(network, remote_id): id_ for id_, network, remote_id in cursor.fetchall()}
