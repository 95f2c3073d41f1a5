"""Checkpoints: three lines that say everything about a tree."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.proof.checkpoints import TreeHead, read_tree_head
from tanggap.proof.errors import ProofError

# The example of the specification.
TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def test_the_specifications_example_reads_and_writes() -> None:
    head = read_tree_head(TEXT)
    assert (head.origin, head.size, head.root.hex()[:8]) == ("example.com/behind-the-sofa", 20852163, "0ac5186a")
    assert head.text == TEXT


def test_extension_lines_are_passed_over() -> None:
    assert read_tree_head(TEXT + "an extension\n") == read_tree_head(TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        TEXT[:-1],
        TEXT + "\n",
        TEXT.replace("20852163", "020852163"),
        TEXT.replace("20852163", "-1"),
        TEXT.replace("20852163", "٣"),
        TEXT.replace("20852163", "9" * 5000),
        TEXT.replace("CsUY", ""),
        TEXT.replace("2I=", "2J="),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ProofError):
        read_tree_head(text)


@given(st.integers(0, 2**60), st.binary(min_size=32, max_size=32))
def test_a_head_reads_back_as_it_was_written(size: int, root: bytes) -> None:
    head = TreeHead("example.com/log", size, root)
    assert read_tree_head(head.text) == head


@given(st.text())
def test_any_text_is_a_head_or_refused(text: str) -> None:
    with contextlib.suppress(ProofError):
        read_tree_head(text)
