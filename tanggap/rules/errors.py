"""What can go wrong with rules."""

from __future__ import annotations


class BadPack(Exception):
    """A rule pack cannot be used; the message names the file, the place in it and what is wrong there."""
