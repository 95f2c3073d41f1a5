"""Questions about the record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import QuerySet

from tanggap.proof.notes import NoteKey
from tanggap.proof.tiles import TILE_WIDTH, TilePlace, nodes_of, tile_width
from tanggap.proof.tree import HASH_BYTES, Node
from tanggap.records.errors import NoLog
from tanggap.records.models import HAS_A_NAME, Checkpoint, Entry, Log, Tile


def the_log(*, locked: bool = False) -> Log:
    """The installation's log, if wished with its row locked until the transaction ends. Raises NoLog before `init`."""
    log = (Log.objects.select_for_update() if locked else Log.objects).first()
    if log is None:
        raise NoLog("this installation has no log yet; run `tanggap init`")
    return log


def log_keys(log: Log) -> list[NoteKey]:
    """Every key that signs the log's checkpoints, oldest first. A key's name is the origin."""
    return [NoteKey(log.origin, bytes(key.public)) for key in log.keys.order_by("id")]


def newest_checkpoint() -> Checkpoint | None:
    """The checkpoint that is published now."""
    return Checkpoint.objects.order_by("-size").first()


def published_size() -> int:
    """How many entries a published checkpoint covers: an entry is final if its index is below this."""
    newest = Checkpoint.objects.order_by("-size").values_list("size", flat=True).first()
    return newest or 0


def entries_about(subjects: Collection[str]) -> QuerySet[Entry]:
    """What the record says of these, in order; that a post was received is found by its place only."""
    return Entry.objects.filter(HAS_A_NAME, subject__in=subjects).order_by("id")


def entry_at(index: int) -> Entry | None:
    """The entry at a place in the log."""
    return Entry.objects.filter(index=index).first()


def opening_of(tracking_id: str) -> Entry | None:
    """The `case.opened` of a public case."""
    return entries_about([f"case:{tracking_id}"]).filter(type="case.opened").first()


def receipt_due(entry: Entry) -> datetime | None:
    """From when an entry of a sealed case can have a receipt; None when it waits for the next checkpoint at most."""
    return entry.held_until if entry.index is None else None


def stored_tile(level: int, number: int) -> bytes:
    """The hashes of a tile as far as they are there."""
    found = Tile.objects.filter(level=level, number=number).values_list("hashes", flat=True).first()
    return bytes(found or b"")


def stored_nodes() -> Node:
    """Read nodes of the tree from the stored tiles, each tile once."""
    return nodes_of(stored_tile)


def published_tile(level: int, place: TilePlace) -> bytes | None:
    """A tile's bytes, if the published checkpoint covers so much of it."""
    if tile_width(level, place.number, published_size()) < place.width:
        return None
    return stored_tile(level, place.number)[: place.width * HASH_BYTES]


def published_leaves(place: TilePlace) -> Sequence[bytes] | None:
    """The leaves of an entry bundle, if the published checkpoint covers them."""
    if tile_width(0, place.number, published_size()) < place.width:
        return None
    first = place.number * TILE_WIDTH
    rows = Entry.objects.filter(index__gte=first, index__lt=first + place.width).order_by("index")
    return [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]
