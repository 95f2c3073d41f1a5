"""Authors become citizens with identities: in bulk, since every arriving post brings one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tanggap.base.clock import now
from tanggap.base.crypto import new_key
from tanggap.base.db import writing
from tanggap.base.masterkey import wrap
from tanggap.people.authors import AuthorKey, KnownAuthor, Person
from tanggap.people.models import Citizen, Identity, SealingKey
from tanggap.people.rows import TOLD, find_people, insert_identities, insert_people

__all__ = [
    "KnownAuthor",
    "Person",
    "know_authors",
    "know_identities",
    "mark_identity_back",
    "mark_identity_gone",
    "move_identity",
]

Known = tuple[Person, tuple[Any, ...]]
_find = find_people

# What a network may tell anew about somebody it told us about before.
REFRESHED = ("handle", "name", "inbox", "shared_inbox", "profile_url")
# SQLite takes at most 32,766 values in one statement.
MOST_ROWS = 2000


def know_authors(authors: Sequence[KnownAuthor]) -> dict[AuthorKey, Person]:
    """Who each author is, by (network, remote id); new ones become citizens with a key of their own.

    One statement when all are known, six when some are new. Two workers may meet the same author at once.
    """
    wanted = {author.key: author for author in authors}
    if not wanted:
        return {}
    with writing():
        known = _find(wanted.keys())
        _refresh([(known[key], author) for key, author in wanted.items() if key in known])
        # In one order everywhere, so that two workers with the same authors wait for each other and never both.
        fresh = [wanted[key] for key in sorted(wanted.keys() - known.keys())]
        people = {key: person for key, (person, _) in known.items()}
        for start in range(0, len(fresh), MOST_ROWS):
            people |= _create(fresh[start : start + MOST_ROWS])
    return people


def know_identities(authors: Sequence[KnownAuthor]) -> dict[AuthorKey, Identity]:
    """The same as whole objects, with citizen and key loaded."""
    ids = {key: person.id for key, person in know_authors(authors).items()}
    found = Identity.objects.with_citizens().in_bulk(list(ids.values()))
    return {key: found[id_] for key, id_ in ids.items()}


def mark_identity_gone(network: str, remote_id: str) -> bool:
    """The network says that this account is no more, so its names go; True when we knew it and it is news.

    Its addresses stay: what comes again from there must be known.
    """
    with writing():
        here = Identity.objects.filter(network=network, remote_id=remote_id, gone_at__isnull=True)
        return bool(here.update(gone_at=now(), handle="", name="", profile_url=""))


def mark_identity_back(identity: Identity) -> bool:
    """An account that was no more, or had moved, asks for something again; True when that is news."""
    with writing():
        return bool(Identity.objects.filter(id=identity.id, gone_at__isnull=False).update(gone_at=None))


def move_identity(network: str, remote_id: str, to: KnownAuthor) -> Identity | None:
    """A citizen moved to another account: it becomes one more identity of theirs. None when we did not know them.

    An account that is known already as somebody stays that person's.
    """
    with writing():
        old = Identity.objects.with_citizens().filter(network=network, remote_id=remote_id).first()
        if old is None:
            return None
        at = now()
        insert_identities([(to, old.citizen_id)], at)
        Identity.objects.filter(id=old.id, gone_at__isnull=True).update(gone_at=at)
        # Whoever moves back is there again.
        theirs = Identity.objects.filter(network=to.network, remote_id=to.remote_id, citizen=old.citizen_id)
        theirs.exclude(id=old.id).update(gone_at=None)
        return Identity.objects.with_citizens().get(network=to.network, remote_id=to.remote_id)


def _refresh(pairs: Sequence[tuple[Known, KnownAuthor]]) -> None:
    changed = []
    for (person, told), author in pairs:
        kept = dict(zip(TOLD, told, strict=True))
        news = {name: value for name in REFRESHED if (value := getattr(author, name)) and value != kept[name]}
        if news or author.is_bot != kept["is_bot"]:
            changed.append(Identity(id=person.id, **{**kept, **news, "is_bot": author.is_bot}))
    if changed:
        changed.sort(key=lambda identity: identity.id)
        Identity.objects.bulk_update(changed, [*REFRESHED, "is_bot"])


def _create(authors: Sequence[KnownAuthor]) -> dict[AuthorKey, Person]:
    made = insert_people(authors, [wrap(new_key()) for _ in authors], now())
    people = {author.key: new.person for author, new in zip(authors, made, strict=True) if new.identity}
    late = [(author.key, new) for author, new in zip(authors, made, strict=True) if not new.identity]
    if late:
        # Another worker was first with some: theirs count, and the citizens just made for them must not stay.
        Citizen.objects.filter(id__in=[new.citizen for _, new in late]).delete()
        SealingKey.objects.filter(id__in=[new.person.key_id for _, new in late]).delete()
        people |= {key: person for key, (person, _) in _find({key for key, _ in late}).items()}
    return people
