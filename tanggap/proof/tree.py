"""The Merkle tree of RFC 6962 section 2.1. Pure: it asks for nodes and never keeps any.

A *node* (height, number) is the hash over the complete subtree of 2^height leaves that begins at leaf
number · 2^height. Every root and every proof is made of such nodes, so whatever can read nodes can prove.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

from tanggap.proof.errors import ProofError

Node = Callable[[int, int], bytes]

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def hash_leaf(data: bytes) -> bytes:
    """The hash of one leaf (RFC 6962 section 2.1: 0x00 in front)."""
    return sha256(b"\x00" + data).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees (RFC 6962 section 2.1: 0x01 in front)."""
    return sha256(b"\x01" + left + right).digest()


def tree_root(size: int, node: Node) -> bytes:
    """The Merkle Tree Hash over the first `size` leaves (RFC 6962 section 2.1)."""
    return _span(0, size, node) if size else EMPTY_ROOT


def prove_inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """The audit path of leaf `index` in the tree of `size`, from the leaf's sibling up (RFC 6962 section 2.1.1)."""
    if not 0 <= index < size:
        raise ProofError(f"entry {index} is not in a tree of {size}")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = start + _largest_power_below(end - start)
        if index < middle:
            path.append(_span(middle, end, node))
            end = middle
        else:
            path.append(_span(start, middle, node))
            start = middle
    return path[::-1]


def prove_consistency(old: int, new: int, node: Node) -> list[bytes]:
    """That the tree of `old` is a beginning of the tree of `new` (RFC 6962 section 2.1.2)."""
    if not 0 < old <= new:
        raise ProofError(f"no consistency proof leads from {old} to {new}")
    path, start, end, known = [], 0, new, True
    while old != end:
        middle = start + _largest_power_below(end - start)
        if old <= middle:
            path.append(_span(middle, end, node))
            end = middle
        else:
            path.append(_span(start, middle, node))
            start, known = middle, False
    if not known:
        path.append(_span(start, end, node))
    return path[::-1]


def root_from_inclusion(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that an audit path leads to (RFC 9162 section 2.1.3.2). Raises ProofError if it cannot fit the tree."""
    if not 0 <= index < size:
        raise ProofError(f"entry {index} is not in a tree of {size}")
    place, last, found = index, size - 1, leaf_hash
    for sibling in path:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if place & 1 or place == last:
            found = hash_children(sibling, found)
            place, last = _up_to_right_child(place, last)
        else:
            found = hash_children(found, sibling)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofError("the inclusion proof is too short")
    return found


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> None:
    """Raise ProofError unless `path` shows that the new tree continues the old one (RFC 9162 section 2.1.4.2)."""
    if not 0 < old <= new or (old == new and (path or old_root != new_root)):
        raise ProofError("the two trees contradict each other")
    if old == new:
        return
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        raise ProofError("the consistency proof is too short")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    found_old = found_new = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            raise ProofError("the consistency proof is too long")
        if place & 1 or place == last:
            found_old, found_new = hash_children(sibling, found_old), hash_children(sibling, found_new)
            place, last = _up_to_right_child(place, last)
        else:
            found_new = hash_children(found_new, sibling)
        place, last = place >> 1, last >> 1
    if last or found_old != old_root or found_new != new_root:
        raise ProofError("the two trees contradict each other")


def fold(hashes: Sequence[bytes]) -> bytes:
    """The Merkle Tree Hash whose leaves are these hashes; an odd one out rises unchanged."""
    row = list(hashes)
    while len(row) > 1:
        paired = [sha256(b"\x01" + row[i] + row[i + 1]).digest() for i in range(0, len(row) - 1, 2)]
        row = paired + row[-1:] if len(row) & 1 else paired
    return row[0]


def _span(start: int, end: int, node: Node) -> bytes:
    # A span of the RFC's recursion begins at a multiple of the largest power of two in it, so its peaks are nodes.
    peaks = []
    while start < end:
        height = (end - start).bit_length() - 1
        peaks.append(node(height, start >> height))
        start += 1 << height
    found = peaks.pop()
    while peaks:
        found = hash_children(peaks.pop(), found)
    return found


def _largest_power_below(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)


def _up_to_right_child(place: int, last: int) -> tuple[int, int]:
    # The last leaf of an uneven tree has no sibling on some levels; it rises there without one.
    while not place & 1 and place:
        place, last = place >> 1, last >> 1
    return place, last
