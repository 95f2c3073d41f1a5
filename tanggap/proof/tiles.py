"""Tiles of 256 hashes, their names and bundles of entries: c2sp.org/tlog-tiles. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tanggap.proof.errors import ProofError
from tanggap.proof.tree import HASH_BYTES, Node, fold

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
TILE_BYTES = TILE_WIDTH * HASH_BYTES
# A leaf's length stands in two bytes before it in a bundle (tlog-tiles, "Log entries").
MAX_LEAF_BYTES = 0xFFFF

_NUMBER = re.compile(r"(?:x[0-9]{3}/)*[0-9]{3}")
_PLACE = re.compile(rf"({_NUMBER.pattern})(?:\.p/([1-9][0-9]{{0,2}}))?")


class TilePlace(NamedTuple):
    """The number of a tile on its level and how many hashes (or entries) of it are meant."""

    number: int
    width: int


def name_tile(number: int, width: int = TILE_WIDTH) -> str:
    """`x001/x234/067` or `x001/x234/067.p/8` (tlog-tiles, "Merkle Tree")."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join([f"x{group}" for group in groups[:-1]] + groups[-1:])
    return path if width == TILE_WIDTH else f"{path}.p/{width}"


def read_tile_name(text: str) -> TilePlace:
    """The reverse of `name_tile`; there is one name for each tile. Raises ProofError."""
    match = _PLACE.fullmatch(text) if len(text) < 80 else None
    if match is None:
        raise ProofError("no such tile name")
    place = TilePlace(int(match[1].replace("x", "").replace("/", "")), int(match[2] or TILE_WIDTH))
    if name_tile(*place) != text or (match[2] and place.width >= TILE_WIDTH):
        raise ProofError("no such tile name")
    return place


def tile_width(level: int, number: int, size: int) -> int:
    """How many hashes the tile has in a tree of `size`: 0 to 256 (tlog-tiles, "Partial Tiles")."""
    return max(0, min(TILE_WIDTH, (size >> (TILE_HEIGHT * level)) - number * TILE_WIDTH))


def edge_tiles(size: int) -> Iterator[tuple[int, int]]:
    """Level and number of every partial tile of a tree of `size`."""
    level = 0
    while size:
        if size % TILE_WIDTH:
            yield level, size // TILE_WIDTH
        size //= TILE_WIDTH
        level += 1


def extend_tiles(
    size: int, edge: Mapping[tuple[int, int], bytes], leaf_hashes: Sequence[bytes]
) -> dict[tuple[int, int], bytes]:
    """The tiles, by level and number, that change when leaves join a tree of `size` whose partial tiles are `edge`."""
    changed: dict[tuple[int, int], bytes] = {}
    level, first, coming = 0, size, list(leaf_hashes)
    while coming:
        number, width = divmod(first, TILE_WIDTH)
        held = edge.get((level, number), b"") if width else b""
        if len(held) != width * HASH_BYTES:
            raise ProofError(f"tile {level}/{number} does not fit a tree of {size}")
        data, full = held + b"".join(coming), []
        for offset in range(0, len(data), TILE_BYTES):
            tile = data[offset : offset + TILE_BYTES]
            changed[level, number + offset // TILE_BYTES] = tile
            if len(tile) == TILE_BYTES:
                full.append(fold(split_tile(tile)))
        level, first, coming = level + 1, first // TILE_WIDTH, full
    return changed


def nodes_of(load: Callable[[int, int], bytes]) -> Node:
    """Read nodes of the tree out of tiles; `load(level, number)` gives a tile's bytes, each asked for once."""
    loaded: dict[tuple[int, int], bytes] = {}

    def node(height: int, number: int) -> bytes:
        level, rest = divmod(height, TILE_HEIGHT)
        tile, place = divmod(number << rest, TILE_WIDTH)
        if (level, tile) not in loaded:
            loaded[level, tile] = load(level, tile)
        hashes = loaded[level, tile][place * HASH_BYTES : (place + (1 << rest)) * HASH_BYTES]
        if len(hashes) != HASH_BYTES << rest:
            raise ProofError(f"tile {level}/{tile} is not there or too short")
        return fold(split_tile(hashes))

    return node


def split_tile(data: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES)]


def pack_bundle(leaves: Sequence[bytes]) -> bytes:
    """Entries one after another, each behind its length (tlog-tiles, "Log entries")."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)
