"""Check a receipt of the record, offline."""

from tanggap.proof.verify import main

__all__ = ["main"]
