"""The `.tlog-proof` file, written and read."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.proof.errors import ProofError
from tanggap.proof.proofs import HEADER, LogProof, read_proof, write_proof

CHECKPOINT = "example.com/log\n5\nAAAA\n\n— example.com/log AAAA\n"
HASH = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ="
hashes = st.lists(st.binary(min_size=32, max_size=32), max_size=63)


def test_a_proof_has_the_lines_of_the_specification() -> None:
    proof = LogProof(73894, [bytes(32)], CHECKPOINT, b"extra")
    assert write_proof(proof) == f"{HEADER}\nextra ZXh0cmE=\nindex 73894\n{'A' * 43}=\n\n{CHECKPOINT}"


def test_without_extra_there_is_no_line_for_it() -> None:
    assert write_proof(LogProof(0, [], CHECKPOINT)) == f"{HEADER}\nindex 0\n\n{CHECKPOINT}"


@given(st.integers(0, 2**60), hashes, st.binary(max_size=99))
def test_a_proof_reads_back_as_it_was_written(index: int, path: list[bytes], extra: bytes) -> None:
    proof = LogProof(index, path, CHECKPOINT, extra)
    assert read_proof(write_proof(proof).encode()) == proof


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v2\nindex 0\n\n",
        f"{HEADER}\n\n{CHECKPOINT}",
        f"{HEADER}\nindex 0\n",
        f"{HEADER}\nindex 01\n\n{CHECKPOINT}",
        f"{HEADER}\nindex -1\n\n{CHECKPOINT}",
        f"{HEADER}\nindex\n\n{CHECKPOINT}",
        f"{HEADER}\nextra !\nindex 0\n\n{CHECKPOINT}",
        f"{HEADER}\nextra AAAA\n\n{CHECKPOINT}",
        f"{HEADER}\nindex 0\nextra AAAA\n\n{CHECKPOINT}",
        f"{HEADER}\nindex 0\nAAAA\n\n{CHECKPOINT}",
        f"{HEADER}\r\nindex 0\n\n{CHECKPOINT}",
        f"{HEADER}\nindex 0\n" + f"{HASH}\n" * 64 + f"\n{CHECKPOINT}",
    ],
)
def test_anything_else_is_no_receipt(text: str) -> None:
    with pytest.raises(ProofError):
        read_proof(text.encode())


@given(st.binary(max_size=200), st.integers(0, 200))
def test_any_bytes_are_a_receipt_or_refused(noise: bytes, place: int) -> None:
    proof = write_proof(LogProof(3, [bytes(32)], CHECKPOINT, b"x")).encode()
    with contextlib.suppress(ProofError):
        read_proof(proof[:place] + noise + proof[place:])
