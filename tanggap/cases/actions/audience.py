"""How wide a reply may go: never wider than what it answers."""

from __future__ import annotations

from tanggap.channels.contract import Audience


def reply_audience(audience: str) -> str:
    """An answer is seen by those who saw the question; a followers' post is answered to its author alone."""
    return Audience.DIRECT.value if audience == Audience.FOLLOWERS else audience


def receipt_audience(audience: str) -> str:
    """A machine's receipt stays out of the public timelines."""
    wide = audience in (Audience.PUBLIC, Audience.UNLISTED)
    return Audience.UNLISTED.value if wide else Audience.DIRECT.value
