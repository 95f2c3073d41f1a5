"""Shapes of charts as SVG path data: only the marks, since the words stand in HTML. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

BAR, STEP, HALF, GAP = 7, 20, 100, 1


@dataclass(frozen=True)
class TwoSided:
    """Two bars at each place, one up and one down from a shared line: what came in, what went out."""

    incoming: str
    outgoing: str
    width: int
    height: int = 2 * HALF

    @property
    def middle(self) -> int:
        """Where the shared line runs."""
        return HALF


def two_sided(pairs: Sequence[tuple[int, int]]) -> TwoSided:
    """Bars from zero, on one scale for both sides, so that equal sides look equal."""
    most = max((max(pair) for pair in pairs), default=0) or 1
    room = HALF - 6
    up, down = [], []
    for place, (came, went) in enumerate(pairs):
        x = 6 + place * STEP
        high, low = round(came / most * room, 1), round(went / most * room, 1)
        if came:
            up.append(f"M{x} {HALF - GAP - high:g}h{BAR}v{high:g}h-{BAR}z")
        if went:
            down.append(f"M{x} {HALF + GAP}h{BAR}v{low:g}h-{BAR}z")
    return TwoSided("".join(up), "".join(down), max(len(pairs), 1) * STEP)


def one_sided(counts: Sequence[int]) -> TwoSided:
    """Bars from zero upwards alone, for what has no other side."""
    return replace(two_sided([(count, 0) for count in counts]), height=HALF + GAP)


def span(low: float, high: float) -> str:
    """A bar from low to high, in hundredths of the width."""
    return f"M{low:.1f} 4H{max(high, low + 0.5):.1f}v10H{low:.1f}z"
