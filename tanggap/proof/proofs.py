"""An offline proof that an entry stands in a log: c2sp.org/tlog-proof. Pure."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from tanggap.proof.checkpoints import read_decimal
from tanggap.proof.errors import ProofError
from tanggap.proof.notes import read_base64
from tanggap.proof.tree import HASH_BYTES

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"
# A tree of 2^63 leaves has paths of 63 hashes.
MAX_PATH = 63


@dataclass(frozen=True, slots=True)
class LogProof:
    """The parts of a `.tlog-proof` file. `extra` is not authenticated; `checkpoint` is a signed note."""

    index: int
    path: Sequence[bytes]
    checkpoint: str
    extra: bytes = b""


def write_proof(proof: LogProof) -> str:
    """The file's text (tlog-proof, "Format")."""
    extra = [f"extra {base64.b64encode(proof.extra).decode()}"] if proof.extra else []
    path = [base64.b64encode(node).decode() for node in proof.path]
    return "\n".join([HEADER, *extra, f"index {proof.index}", *path, "", proof.checkpoint])


def read_proof(data: bytes) -> LogProof:
    """Take a file apart (tlog-proof, "Format"). Checks nothing that it says. Raises ProofError."""
    try:
        head, blank, checkpoint = data.decode().partition("\n\n")
    except UnicodeDecodeError as error:
        raise ProofError("this is no receipt: it is not text") from error
    lines = head.split("\n")
    if lines[0] != HEADER or not blank:
        raise ProofError(f"this is no receipt: its first line is not {HEADER}")
    extra = read_base64(lines.pop(1).removeprefix("extra ")) if lines[1:] and lines[1].startswith("extra ") else b""
    if not lines[1:] or not lines[1].startswith("index "):
        raise ProofError("the receipt does not say which entry it is about")
    path = [read_base64(line) for line in lines[2:]]
    if len(path) > MAX_PATH or any(len(node) != HASH_BYTES for node in path):
        raise ProofError("the receipt's inclusion proof is malformed")
    return LogProof(read_decimal(lines[1].removeprefix("index ")), path, checkpoint, extra)
