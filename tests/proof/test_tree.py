"""The tree against a naive one and against the published vectors of Certificate Transparency."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.proof.errors import ProofError
from tanggap.proof.tree import (
    EMPTY_ROOT,
    check_consistency,
    fold,
    hash_leaf,
    prove_consistency,
    prove_inclusion,
    root_from_inclusion,
    tree_root,
)
from tests.proof.naive import mth, nodes, path, subproof

# The leaves, roots and proofs of the reference implementation's own tests.
LEAVES = [bytes.fromhex(x) for x in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
LEAVES.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
L0 = ROOTS[1]
N1_0, N1_2 = ROOTS[2], "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
N1_1 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
N2_0, N2_1 = ROOTS[4], "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
L1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
L4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
N1_2_OF_6 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"

leaves_lists = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


@pytest.mark.parametrize("size", range(9))
def test_the_root_is_the_published_one(size: int) -> None:
    assert tree_root(size, nodes(LEAVES)).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "published"),
    [
        (0, 1, []),
        (0, 8, [L1, N1_1, N2_1]),
        (5, 8, [L4, "_", N2_0]),
        (2, 3, [N1_0]),
        (1, 5, [L0, N1_1, L4]),
    ],
)
def test_an_inclusion_proof_is_the_published_one(index: int, size: int, published: list[str]) -> None:
    found = [node.hex() for node in prove_inclusion(index, size, nodes(LEAVES))]
    expected = [mth(LEAVES[6:8]).hex() if node == "_" else node for node in published]
    assert found == expected
    assert (
        root_from_inclusion(hash_leaf(LEAVES[index]), index, size, list(map(bytes.fromhex, found))).hex()
        == (ROOTS[size])
    )


@pytest.mark.parametrize(
    ("old", "new", "published"),
    [(1, 1, []), (1, 8, [L1, N1_1, N2_1]), (6, 8, [N1_2_OF_6, N1_2, N2_0]), (2, 5, [N1_1, L4])],
)
def test_a_consistency_proof_is_the_published_one(old: int, new: int, published: list[str]) -> None:
    found = prove_consistency(old, new, nodes(LEAVES))
    assert [node.hex() for node in found] == published
    check_consistency(old, new, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]), found)


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert tree_root(0, nodes([])) == EMPTY_ROOT == mth([])


@given(leaves_lists, st.data())
def test_an_inclusion_proof_equals_the_naive_one_and_leads_to_the_root(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    found = prove_inclusion(index, len(leaves), nodes(leaves))
    assert found == path(index, leaves)
    assert root_from_inclusion(hash_leaf(leaves[index]), index, len(leaves), found) == mth(leaves)


@given(leaves_lists, st.data())
def test_a_consistency_proof_equals_the_naive_one_and_is_accepted(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    found = prove_consistency(old, len(leaves), nodes(leaves))
    assert found == subproof(old, leaves)
    check_consistency(old, len(leaves), mth(leaves[:old]), mth(leaves), found)


@given(leaves_lists, st.data())
def test_no_other_leaf_place_or_path_leads_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    size = len(leaves)
    index = data.draw(st.integers(0, size - 1))
    wrong = data.draw(st.lists(st.binary(min_size=32, max_size=32), max_size=8))
    if wrong == path(index, leaves):
        return
    assert not leads(leaves[index], index, wrong, leaves)
    assert not leads(leaves[index] + b"!", index, path(index, leaves), leaves)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40, unique=True), st.data())
def test_a_path_proves_one_place_only(leaves: list[bytes], data: st.DataObject) -> None:
    index, other = (data.draw(st.integers(0, len(leaves) - 1)) for _ in range(2))
    assert leads(leaves[index], other, path(index, leaves), leaves) is (index == other)


@given(leaves_lists, st.data())
def test_a_tree_that_forgot_or_changed_something_is_refused(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    changed = data.draw(st.integers(0, old - 1))
    other = [leaf + b"!" if i == changed else leaf for i, leaf in enumerate(leaves)]
    with pytest.raises(ProofError):
        check_consistency(
            old, len(leaves), mth(leaves[:old]), mth(other), prove_consistency(old, len(other), nodes(other))
        )


@given(st.integers(-2, 9), st.integers(-2, 9), st.lists(st.binary(min_size=32, max_size=32), max_size=5))
def test_any_numbers_are_answered_with_a_proof_error_at_most(one: int, two: int, hashes: list[bytes]) -> None:
    for attempt in (
        lambda: prove_inclusion(one, two, nodes([*LEAVES, b""])),
        lambda: prove_consistency(one, two, nodes([*LEAVES, b""])),
        lambda: root_from_inclusion(b"", one, two, hashes),
        lambda: check_consistency(one, two, b"", b"", hashes),
    ):
        with contextlib.suppress(ProofError):
            attempt()


@given(leaves_lists)
def test_folding_hashes_gives_their_tree(leaves: list[bytes]) -> None:
    assert fold([hash_leaf(leaf) for leaf in leaves]) == mth(leaves)


def leads(leaf: bytes, index: int, found: list[bytes], leaves: list[bytes]) -> bool:
    """Whether this path shows this leaf at this place of the tree."""
    try:
        return root_from_inclusion(hash_leaf(leaf), index, len(leaves), found) == mth(leaves)
    except ProofError:
        return False
