"""Authors become citizens with identities: in bulk, since every arriving post brings one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import connection

from tanggap.base.clock import now
from tanggap.base.crypto import new_key
from tanggap.base.db import writing
from tanggap.base.masterkey import wrap
from tanggap.people.errors import NotAnAuthor
from tanggap.people.models import HANDLE_LENGTH, NAME_LENGTH, REMOTE_ID_LENGTH, Citizen, Identity, SealingKey

AuthorKey = tuple[str, str]
# What a network may tell anew about somebody it told us about before.
REFRESHED = ("handle", "name", "inbox", "shared_inbox", "profile_url")
COLUMNS = ("citizen_id", "network", "remote_id", "host", *REFRESHED, "is_bot", "created_at")
# SQLite takes at most 32,766 values in one statement.
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class KnownAuthor:
    """Somebody as their network describes them. Texts are cut to what is kept; a remote id is kept whole or refused."""

    network: str
    remote_id: str
    handle: str = ""
    name: str = ""
    inbox: str = ""
    shared_inbox: str = ""
    profile_url: str = ""
    host: str = ""
    language: str = ""
    is_bot: bool = False

    def __post_init__(self) -> None:
        kept = _stored(self.remote_id)
        if kept != self.remote_id or not 0 < len(kept.encode()) <= REMOTE_ID_LENGTH:
            raise NotAnAuthor(f"an author's id must have 1 to {REMOTE_ID_LENGTH} bytes of text")
        for name, length in (("handle", HANDLE_LENGTH), ("name", NAME_LENGTH), ("language", 10)):
            object.__setattr__(self, name, _stored(getattr(self, name))[:length])
        for name in ("inbox", "shared_inbox", "profile_url"):
            address = getattr(self, name)
            # A shortened address would be another address.
            if len(address) > REMOTE_ID_LENGTH or _stored(address) != address:
                object.__setattr__(self, name, "")
        object.__setattr__(self, "host", (self.host or _host_of(self.remote_id))[:255])

    @property
    def key(self) -> AuthorKey:
        """By what an author is known: the network and its own id."""
        return self.network, self.remote_id


def know_identities(authors: Sequence[KnownAuthor]) -> dict[AuthorKey, Identity]:
    """The identity of each author by (network, remote id), with citizen and key loaded; new ones are made.

    One statement when all are known, four when some are new. Two workers may meet the same author at once.
    """
    wanted = {author.key: author for author in authors}
    if not wanted:
        return {}
    with writing():
        known = _find(wanted)
        _refresh([(known[key], author) for key, author in wanted.items() if key in known])
        # In one order everywhere, so that two workers with the same authors wait for each other and never both.
        fresh = [wanted[key] for key in sorted(wanted.keys() - known.keys())]
        for start in range(0, len(fresh), MOST_ROWS):
            known |= _create(fresh[start : start + MOST_ROWS])
    return known


def mark_identity_gone(network: str, remote_id: str) -> bool:
    """The network says that this account is no more; True when we knew it and it is news."""
    with writing():
        here = Identity.objects.filter(network=network, remote_id=remote_id, gone_at__isnull=True)
        return bool(here.update(gone_at=now()))


def move_identity(network: str, remote_id: str, to: KnownAuthor) -> Identity | None:
    """A citizen moved to another account: it becomes one more identity of theirs. None when we did not know them.

    An account that is known already as somebody stays that person's.
    """
    with writing():
        old = Identity.objects.with_citizens().filter(network=network, remote_id=remote_id).first()
        if old is None:
            return None
        at = now()
        _insert_identities([(to, old.citizen)], at)
        Identity.objects.filter(id=old.id, gone_at__isnull=True).update(gone_at=at)
        return _find([to.key])[to.key]


def _find(keys: Iterable[AuthorKey]) -> dict[AuthorKey, Identity]:
    keys = set(keys)
    networks, remote_ids = {network for network, _ in keys}, [remote_id for _, remote_id in keys]
    found = Identity.objects.with_citizens().filter(network__in=networks, remote_id__in=remote_ids)
    return {key: identity for identity in found if (key := (identity.network, identity.remote_id)) in keys}


def _refresh(pairs: Sequence[tuple[Identity, KnownAuthor]]) -> None:
    changed = []
    for identity, author in pairs:
        news = {name: value for name in REFRESHED if (value := getattr(author, name))}
        news["is_bot"] = author.is_bot
        if any(getattr(identity, name) != value for name, value in news.items()):
            for name, value in news.items():
                setattr(identity, name, value)
            changed.append(identity)
    if changed:
        changed.sort(key=lambda identity: identity.id)
        Identity.objects.bulk_update(changed, [*REFRESHED, "is_bot"])


def _create(authors: Sequence[KnownAuthor]) -> dict[AuthorKey, Identity]:
    at = now()
    keys = SealingKey.objects.bulk_create([SealingKey(wrapped=wrap(new_key())) for _ in authors])
    citizens = Citizen.objects.bulk_create(
        [Citizen(key=key, language=author.language, created_at=at) for author, key in zip(authors, keys, strict=True)]
    )
    ids = _insert_identities(list(zip(authors, citizens, strict=True)), at)
    made = {
        author.key: _identity(ids[author.key], author, citizen, at)
        for author, citizen in zip(authors, citizens, strict=True)
        if author.key in ids
    }
    if len(made) < len(authors):
        # Another worker was first with some: theirs count, and the citizens just made for them must not stay.
        late = [(author, citizen) for author, citizen in zip(authors, citizens, strict=True) if author.key not in ids]
        Citizen.objects.filter(id__in=[citizen.id for _, citizen in late]).delete()
        SealingKey.objects.filter(id__in=[citizen.key_id for _, citizen in late]).delete()
        made |= _find([author.key for author, _ in late])
    return made


def _insert_identities(pairs: Sequence[tuple[KnownAuthor, Citizen]], at: datetime) -> dict[AuthorKey, int]:
    """Insert those that nobody else inserted, and return their ids. One text for both databases.

    Raw, because the ORM gives no ids back where conflicts are ignored.
    """
    if not pairs:
        return {}
    stamp = connection.ops.adapt_datetimefield_value(at)
    row = f"({', '.join(['%s'] * len(COLUMNS))})"
    # Only names of our own columns go into the text.
    sql = (
        f"INSERT INTO {Identity._meta.db_table} ({', '.join(COLUMNS)}) VALUES {', '.join([row] * len(pairs))} "  # noqa: S608
        "ON CONFLICT (network, remote_id) DO NOTHING RETURNING id, network, remote_id"
    )
    values: list[object] = []
    for author, citizen in pairs:
        described = (getattr(author, name) for name in REFRESHED)
        values += [citizen.id, author.network, author.remote_id, author.host, *described, author.is_bot, stamp]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return {(network, remote_id): id_ for id_, network, remote_id in cursor.fetchall()}


def _identity(id_: int, author: KnownAuthor, citizen: Citizen, at: datetime) -> Identity:
    described = {name: getattr(author, name) for name in (*REFRESHED, "network", "remote_id", "host", "is_bot")}
    identity = Identity(id=id_, citizen=citizen, created_at=at, **described)
    identity._state.adding, identity._state.db = False, connection.alias
    return identity


def _stored(text: str) -> str:
    """A text as both databases can keep it: without NUL and without halves of surrogate pairs."""
    return text if text.isascii() and "\0" not in text else text.encode(errors="replace").decode().replace("\0", "")


def _host_of(remote_id: str) -> str:
    try:
        return urlsplit(remote_id).netloc.rpartition("@")[2].lower() if "://" in remote_id else ""
    except ValueError:
        return ""
