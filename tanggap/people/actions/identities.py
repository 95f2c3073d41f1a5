"""Authors become citizens with identities: in bulk, since every arriving post brings one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tanggap.base.clock import now
from tanggap.base.crypto import new_key
from tanggap.base.db import writing
from tanggap.base.ids import public_id
from tanggap.base.masterkey import wrap
from tanggap.people.authors import AuthorKey, KnownAuthor
from tanggap.people.models import Citizen, Identity, SealingKey
from tanggap.people.rows import insert_citizens, insert_identities, insert_keys

__all__ = ["KnownAuthor", "know_identities", "mark_identity_gone", "move_identity"]

# What a network may tell anew about somebody it told us about before.
REFRESHED = ("handle", "name", "inbox", "shared_inbox", "profile_url")
# SQLite takes at most 32,766 values in one statement.
MOST_ROWS = 2000


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
        insert_identities([(to, old.citizen)], at)
        Identity.objects.filter(id=old.id, gone_at__isnull=True).update(gone_at=at)
        return _find([to.key])[to.key]


def _find(keys: Iterable[AuthorKey]) -> dict[AuthorKey, Identity]:
    keys = set(keys)
    networks, remote_ids = {network for network, _ in keys}, [remote_id for _, remote_id in keys]
    found = Identity.objects.with_citizens().filter(network__in=networks, remote_id__in=remote_ids)
    return {key: identity for identity in found if (key := (identity.network, identity.remote_id)) in keys}


def _refresh(pairs: Sequence[tuple[Identity, KnownAuthor]]) -> None:
    # Whoever signs again is there again, whatever their server said before.
    back = [identity.id for identity, _ in pairs if identity.gone_at is not None]
    if back:
        Identity.objects.filter(id__in=back).update(gone_at=None)
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
    keys = insert_keys([wrap(new_key()) for _ in authors])
    citizens = insert_citizens([(public_id(), key, a.language) for a, key in zip(authors, keys, strict=True)])
    pairs = list(zip(authors, citizens, strict=True))
    made = insert_identities(pairs, now())
    if len(made) < len(authors):
        # Another worker was first with some: theirs count, and the citizens just made for them must not stay.
        late = {author.key: citizen for author, citizen in pairs if author.key not in made}
        Citizen.objects.filter(id__in=[citizen.id for citizen in late.values()]).delete()
        SealingKey.objects.filter(id__in=[citizen.key_id for citizen in late.values()]).delete()
        made |= _find(late)
    return made
