"""The head of the tree as a log signs it: c2sp.org/tlog-checkpoint. Pure."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from tanggap.proof.errors import ProofError
from tanggap.proof.notes import read_base64
from tanggap.proof.tree import HASH_BYTES

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class TreeHead:
    """Origin, size and root: what a checkpoint's text says."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The note text: three lines, no extensions (tlog-checkpoint, "Note text")."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def read_tree_head(text: str) -> TreeHead:
    """Read a checkpoint's note text; extension lines are passed over. Raises ProofError."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise ProofError("the signed note is no checkpoint")
    root = read_base64(lines[2])
    if len(root) != HASH_BYTES:
        raise ProofError("the checkpoint's root is not a SHA-256 hash")
    return TreeHead(lines[0], read_decimal(lines[1]), root)


def read_decimal(text: str) -> int:
    """A number as logs write them: ASCII digits without leading zeroes. Raises ProofError."""
    if not _DECIMAL.fullmatch(text):
        raise ProofError("a number is not written in plain decimal")
    return int(text)
