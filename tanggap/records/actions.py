"""The only writers of the record: append, give places, sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from tanggap.base.clock import now
from tanggap.base.crypto import new_key
from tanggap.base.db import writing
from tanggap.base.masterkey import unwrap, wrap
from tanggap.base.rows import insert_keyed_rows, insert_rows
from tanggap.base.work import wake
from tanggap.proof.checkpoints import TreeHead
from tanggap.proof.errors import ProofError
from tanggap.proof.notes import is_key_name, sign_note
from tanggap.proof.tiles import edge_tiles, extend_tiles, nodes_of
from tanggap.proof.tree import EMPTY_ROOT, tree_root
from tanggap.records.acts import Act
from tanggap.records.copies import keep_copy
from tanggap.records.errors import FenceLost, LogContradiction, OriginIsFixed
from tanggap.records.guard import trusted_log
from tanggap.records.leaves import build_leaf
from tanggap.records.models import Checkpoint, Entry, Log, LogKey, Payload
from tanggap.records.queries import log_keys, newest_checkpoint, stored_tile, the_log
from tanggap.records.rows import give_held_places, give_next_places, put_tiles

ENTRY_COLUMNS = ("type", "subject", "agency", "mandate", "time", "leaf", "leaf_hash", "held_until")
PAYLOAD_COLUMNS = ("entry_id", "key_id", "sealed")
WORK_GROUP = "work"
BETWEEN_CHECKPOINTS = timedelta(seconds=1)
# Any number will do, as long as nothing else of Tanggap takes the same one.
SEQUENCER_LOCK = 6962


def append_entries(acts: Sequence[Act]) -> list[int]:
    """Append acts inside the caller's transaction; returns the ids of their entries, in order.

    They wait for their place until the sequencer comes, which is woken on commit. Raises NotForTheRecord.
    """
    if not acts:
        return []
    moment = now()
    rows, private = [], []
    for place, act in enumerate(acts):
        leaf = build_leaf(act, moment)
        rows.append((act.type, act.subject, act.agency, act.mandate, leaf.time, leaf.data, leaf.hash, leaf.held_until))
        if act.private:
            private.append((place, act.private))
    with writing():
        ids = insert_rows(Entry, ENTRY_COLUMNS, rows)
        sealed = [(ids[place], payload.key_id, payload.sealed) for place, payload in private]
        insert_keyed_rows(Payload, PAYLOAD_COLUMNS, sealed)
        wake(WORK_GROUP)
    return ids


def forget_payloads(entry_ids: Iterable[int | None]) -> int:
    """Forget the private words of entries, whose leaves keep the digests; returns how many there were."""
    forgotten, _ = Payload.objects.filter(entry_id__in=[id_ for id_ in entry_ids if id_]).delete()
    return forgotten


def integrate_entries(limit: int) -> int:
    """Give up to `limit` waiting entries their places and let the tree grow over them; returns how many.

    One transaction. The locks only save work; the fence in `_grow` is what keeps two sequencers from contradicting
    each other. Raises FenceLost, having changed nothing.
    """
    with writing():
        if not _took_the_lock():
            return 0
        log = the_log(locked=True)
        placed = give_next_places(log.size, limit)
        if len(placed) < limit:
            placed += give_held_places(log.size + len(placed), limit - len(placed), now())
        if placed:
            _grow(log, [leaf_hash for _, leaf_hash in placed])
    return len(placed)


def publish_checkpoint() -> Checkpoint | None:
    """Sign the tree as it was committed, at most once a second; None when there is nothing new or it is too early.

    Raises LogContradiction, and signs nothing, when the database contradicts what was published.
    """
    newest, moment = newest_checkpoint(), now()
    if newest and (newest.size == the_log().size or timedelta(0) <= moment - newest.published_at < BETWEEN_CHECKPOINTS):
        return None
    log = trusted_log()
    text = TreeHead(log.origin, log.size, bytes(log.root)).text
    note = sign_note(text, [(log.origin, unwrap(bytes(key.wrapped))) for key in log.keys.order_by("id")])
    with writing():
        # One at a time, behind the log's row: two would write the same copy, and a smaller one over a larger.
        the_log(locked=True)
        if Checkpoint.objects.filter(size__gte=log.size).exists():
            return None
        # Outside the database first: a checkpoint that only the database knew could be forgotten together with it.
        keep_copy(log_keys(log)[0], note)
        return Checkpoint.objects.create(size=log.size, root=log.root, note=note, published_at=moment)


def open_log(origin: str) -> Log:
    """Open the installation's log with its first key and publish the empty tree; with the same origin again, nothing.

    Raises OriginIsFixed where a log has another origin, ValueError for one that cannot name a key.
    """
    if not is_key_name(origin) or origin.startswith("{"):
        raise ValueError("an origin is a host name and a path, without spaces and plus signs")
    private = new_key()
    public = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    with writing():
        log, is_new = Log.objects.get_or_create(id=1, defaults={"origin": origin, "root": EMPTY_ROOT})
        if log.origin != origin:
            raise OriginIsFixed(f"the log of this installation is {log.origin}; that never changes")
        if is_new:
            LogKey.objects.create(log=log, public=public, wrapped=wrap(private), created_at=now())
    publish_checkpoint()
    return log


def _grow(log: Log, leaf_hashes: Sequence[bytes]) -> None:
    """Fence, tiles and root: the tree of the log takes these leaves."""
    size = log.size + len(leaf_hashes)
    if Log.objects.filter(id=log.id, size=log.size).update(size=size) != 1:
        raise FenceLost(f"somebody else went on from {log.size}")
    edge = {place: stored_tile(*place) for place in edge_tiles(log.size)}
    try:
        changed = extend_tiles(log.size, edge, leaf_hashes)
        root = tree_root(size, nodes_of(lambda *place: {**edge, **changed}[place]))
    except (ProofError, KeyError) as error:
        raise LogContradiction(f"the tiles of the record do not fit its size {log.size}") from error
    put_tiles([(level, number, hashes) for (level, number), hashes in changed.items()])
    Log.objects.filter(id=log.id).update(root=root)


def _took_the_lock() -> bool:
    """On SQLite the transaction is the lock already."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEQUENCER_LOCK])
        return bool(cursor.fetchone()[0])
