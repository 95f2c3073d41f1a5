"""Where work waits or is stuck: every queue of the house with its depth and the age of its oldest row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, QuerySet

from tanggap.base.clock import now
from tanggap.channels.models import Arrival
from tanggap.inbox.models import Rereading, Waiting
from tanggap.outbox.models import Delivery
from tanggap.records.models import Entry

LATE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Queue:
    """Rows in one state, and since when each waits. In `stuck` ones a person must decide."""

    name: str
    rows: Callable[[], QuerySet[Any]]
    since: str
    is_stuck: bool = False


@dataclass(frozen=True, slots=True)
class Depth:
    """How many rows wait in a queue, and for how many seconds the oldest does."""

    queue: Queue
    rows: int
    oldest_seconds: float

    @property
    def is_late(self) -> bool:
        """Whether work waits that nobody seems to do."""
        return not self.queue.is_stuck and self.oldest_seconds > LATE_SECONDS


def _deliveries_due() -> QuerySet[Any]:
    # One that failed waits for its next try on purpose; late is only what is due.
    return Delivery.objects.filter(state="signed", next_at__lte=now())


QUEUES = (
    Queue("arrivals", lambda: Arrival.objects.filter(state="arrived"), "received_at"),
    Queue("arrivals_stuck", lambda: Arrival.objects.filter(state="stuck"), "received_at", is_stuck=True),
    Queue("posts_received", lambda: Waiting.objects.filter(state="received"), "post__received_at"),
    Queue("posts_understood", lambda: Waiting.objects.filter(state="understood"), "post__received_at"),
    Queue("posts_edited", Rereading.objects.all, "post__edited_at"),
    Queue("cases_to_acknowledge", lambda: Waiting.objects.filter(state="opened"), "post__received_at"),
    Queue("deliveries", _deliveries_due, "next_at"),
    Queue("deliveries_sending", lambda: Delivery.objects.filter(state="sending"), "lease_until"),
    Queue("deliveries_stuck", lambda: Delivery.objects.filter(state="stuck"), "next_at", is_stuck=True),
    Queue("entries", lambda: Entry.objects.filter(index=None, held_until=None), "time"),
)


def measure_depths() -> Iterator[Depth]:
    """The depth of every queue now; one short query each."""
    moment = now()
    for queue in QUEUES:
        found = queue.rows().aggregate(rows=Count("pk"), oldest=Min(queue.since))
        age = (moment - found["oldest"]).total_seconds() if found["oldest"] else 0.0
        yield Depth(queue, found["rows"], max(0.0, age))
