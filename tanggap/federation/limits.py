"""How fast one author and one server may write. A guard of this process against a flood, not a quota.

A bucket fills at a rate up to a burst; each post takes one. What a server may send at least is a promise to strangers
(bursts of 30 posts, 20 a second), so the numbers stand well above it.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

MOST_BUCKETS = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """Posts a second, and how many at once after a rest."""

    per_second: float
    burst: int


PER_SERVER = Rate(200, 1000)
PER_AUTHOR = Rate(20, 60)
# A Follow is accepted by a message, a Block writes a row: nobody needs many a second of these.
PROTOCOL_PER_AUTHOR = Rate(1, 30)
# A report asks for a person's look. Many servers report as one account of their own, so the server counts as a whole.
FLAGS_PER_SERVER = Rate(0.1, 30)
# Fetches of keys for requests that then prove nothing, by the network that sent them: else one sender could have us ask
# any address as often as it likes.
UNPROVEN_PER_NETWORK = Rate(10, 600)


class Limiter:
    """Token buckets by name."""

    def __init__(self, rate: Rate):
        self._rate = rate
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait_for(self, name: str, at: float | None = None) -> float:
        """Take one and return 0, or take nothing and return the seconds until there will be one."""
        moment = time.monotonic() if at is None else at
        with self._lock:
            left, since = self._buckets.get(name, (float(self._rate.burst), moment))
            left = min(self._rate.burst, left + max(0.0, moment - since) * self._rate.per_second)
            if left < 1:
                self._buckets[name] = (left, moment)
                return (1 - left) / self._rate.per_second
            if len(self._buckets) >= MOST_BUCKETS and name not in self._buckets:
                # The first is the longest known; a full bucket lost is no harm.
                del self._buckets[next(iter(self._buckets))]
            self._buckets[name] = (left - 1, moment)
        return 0.0

    def give_back(self, name: str) -> None:
        """Return what was taken, since it was used well."""
        with self._lock:
            left, since = self._buckets.get(name, (float(self._rate.burst), time.monotonic()))
            self._buckets[name] = (min(self._rate.burst, left + 1), since)


by_server = Limiter(PER_SERVER)
by_author = Limiter(PER_AUTHOR)
protocol_by_author = Limiter(PROTOCOL_PER_AUTHOR)
flags_by_server = Limiter(FLAGS_PER_SERVER)
unproven_by_network = Limiter(UNPROVEN_PER_NETWORK)
