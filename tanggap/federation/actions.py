"""The only writers of what is remembered of other servers, and the opening of our own accounts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.channels.actions import connect_account
from tanggap.federation.models import RemoteKey, RemoteServer
from tanggap.federation.names import host_of
from tanggap.federation.remote import RemoteActor
from tanggap.registry.actions import ensure_instance_key, open_own_account
from tanggap.registry.models import Agency, OfficialAccount


def open_instance() -> None:
    """Make the key of the installation's own actor, which signs our requests for documents; twice is once."""
    ensure_instance_key()


def join_fediverse(agency: Agency) -> OfficialAccount:
    """Open the agency's account on our own server and connect it, so that it can be found and can answer."""
    with writing():
        account = open_own_account(agency)
        connect_account(account, "activitypub")
    return account


def keep_remote_key(actor: RemoteActor) -> datetime:
    """Remember an account's key, in place of an older one of the same name; returns when that was."""
    at = now()
    facts = {name: value for name, value in asdict(actor.author).items() if name != "remote_id"}
    row = RemoteKey(
        key_id=actor.key.key_id,
        owner=actor.key.owner,
        host=host_of(actor.key.key_id)[:255],
        public_pem=actor.key.pem,
        author=facts,
        fetched_at=at,
    )
    newer = ["owner", "host", "public_pem", "author", "fetched_at"]
    with writing():
        # One statement: a new author's sender waits for it.
        RemoteKey.objects.bulk_create([row], update_conflicts=True, unique_fields=["key_id"], update_fields=newer)
    return at


def forget_remote_keys(owner: str) -> int:
    """Forget the keys of an account, which is gone, changed or erased; returns how many there were."""
    with writing():
        return RemoteKey.objects.filter(owner=owner).delete()[0]


def drop_remote_keys(before: datetime, limit: int) -> int:
    """Forget keys that were last fetched before that moment; returns how many."""
    with writing():
        ids = list(RemoteKey.objects.filter(fetched_at__lt=before).values_list("id", flat=True)[:limit])
        return RemoteKey.objects.filter(id__in=ids, fetched_at__lt=before).delete()[0]


def learn_scheme(host: str, scheme: str) -> None:
    """Remember which signature scheme a server reads."""
    with writing():
        RemoteServer.objects.update_or_create(host=host[:255], defaults={"scheme": scheme, "learned_at": now()})
