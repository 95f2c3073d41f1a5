"""Tree, notes, tiles, proofs and verify. No Django, no I/O in the core."""
