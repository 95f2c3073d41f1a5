"""Tiles: their names, their growth, and the tree read out of them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.proof.errors import ProofError
from tanggap.proof.tiles import (
    TilePlace,
    edge_tiles,
    extend_tiles,
    name_tile,
    nodes_of,
    pack_bundle,
    read_tile_name,
    tile_width,
)
from tanggap.proof.tree import hash_leaf, prove_inclusion, root_from_inclusion, tree_root
from tests.proof.naive import mth


@pytest.mark.parametrize(
    ("number", "width", "name"),
    [(0, 256, "000"), (1234067, 256, "x001/x234/067"), (999, 1, "999.p/1"), (1000, 255, "x001/000.p/255")],
)
def test_a_tile_has_the_name_of_the_specification(number: int, width: int, name: str) -> None:
    assert name_tile(number, width) == name
    assert read_tile_name(name) == TilePlace(number, width)


@given(st.integers(0, 10**15), st.integers(1, 256))
def test_a_name_reads_back_as_its_tile(number: int, width: int) -> None:
    assert read_tile_name(name_tile(number, width)) == (number, width)


@pytest.mark.parametrize(
    "name",
    ["", "0", "1000", "x000/001", "000.p/0", "000.p/256", "000.p/01", "x01/000", "000/", "../000", "٠٠٠", "000\n"],
)
def test_a_tile_has_no_second_name(name: str) -> None:
    with pytest.raises(ProofError):
        read_tile_name(name)


@given(st.text(max_size=30))
def test_any_text_is_a_name_or_refused(name: str) -> None:
    with contextlib.suppress(ProofError):
        assert name_tile(*read_tile_name(name)) == name


def test_a_tree_of_70_000_has_the_tiles_of_the_specification() -> None:
    assert list(edge_tiles(70_000)) == [(0, 273), (1, 1), (2, 0)]
    assert [tile_width(0, n, 70_000) for n in (272, 273, 274)] == [256, 112, 0]
    assert [tile_width(1, n, 70_000) for n in (0, 1)] == [256, 17]
    assert tile_width(2, 0, 70_000) == 1


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 700), min_size=1, max_size=6))
def test_tiles_that_grew_in_batches_hold_the_whole_tree(batches: list[int]) -> None:
    tiles, leaves = grow(batches)
    node = nodes_of(lambda level, number: tiles[level, number])
    assert tree_root(len(leaves), node) == mth(leaves)
    for index in {0, len(leaves) // 2, len(leaves) - 1} if leaves else ():
        found = prove_inclusion(index, len(leaves), node)
        assert root_from_inclusion(hash_leaf(leaves[index]), index, len(leaves), found) == mth(leaves)


def test_tiles_go_three_levels_up() -> None:
    tiles, leaves = grow([65_000, 1_000])
    assert {place: len(data) // 32 for place, data in tiles.items() if place[0]} == {(1, 0): 256, (1, 1): 1, (2, 0): 1}
    assert tree_root(66_000, nodes_of(lambda *place: tiles[place])) == mth(leaves)


def test_an_edge_that_does_not_fit_the_size_is_refused() -> None:
    with pytest.raises(ProofError):
        extend_tiles(3, {(0, 0): bytes(64)}, [bytes(32)])


def test_a_bundle_puts_each_length_before_its_entry() -> None:
    assert pack_bundle([b"ab", b"", b"c" * 258]) == b"\x00\x02ab\x00\x00\x01\x02" + b"c" * 258


def grow(batches: list[int]) -> tuple[dict[tuple[int, int], bytes], list[bytes]]:
    """Tiles of a tree that took its leaves in batches of these sizes."""
    tiles: dict[tuple[int, int], bytes] = {}
    leaves: list[bytes] = []
    for batch in batches:
        new = [(len(leaves) + i).to_bytes(4, "big") for i in range(batch)]
        tiles |= extend_tiles(len(leaves), tiles, [hash_leaf(leaf) for leaf in new])
        leaves += new
    return tiles, leaves
