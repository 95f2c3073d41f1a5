"""The road of a post inside the house, without a network: what the worker's steps do, and what each costs.

`python -m scripts.benches._road fill COUNT` stores posts with their cases and acknowledgements in bulk;
`python -m scripts.benches._road cost FIRST COUNT` takes posts in and prints the CPU milliseconds of a post by step;
`python -m scripts.benches._road profile FIRST COUNT` prints where these go. Run inside an installation's settings.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from town.load import Crowd
from town.load.requests import create_bytes
from town.posts import all_sayings

if TYPE_CHECKING:
    from tanggap.channels.actions import NewArrival

# So many authors write again and again; the first posts are by as many of them.
AUTHORS, SERVERS = 10_000, 200
FILL_BATCH, BATCH = 1000, 200
CROWD = Crowd("", AUTHORS, SERVERS, 9100, 1)


def main() -> None:
    """Fill, or take in and say what that cost."""
    import django

    django.setup()
    from tanggap.config.process import settle_memory

    # As a worker begins.
    settle_memory()
    what, *numbers = sys.argv[1:]
    asked: dict[str, Callable[..., None]] = {"fill": fill, "cost": cost, "profile": profile}
    asked[what](*map(int, numbers))


def fill(count: int) -> None:
    """Store posts by the road itself, as if it had been two days ago, with everything delivered."""
    from django.db.models import F

    from tanggap.outbox.models import Delivery, Message

    for start in range(0, count, FILL_BATCH):
        for step in steps(start, min(FILL_BATCH, count - start)).values():
            _done(step)
        ago = F("signed_at") - timedelta(days=2)
        Message.objects.filter(deliveries__state="signed").update(signed_at=ago)
        Delivery.objects.filter(state="signed").update(state="delivered", delivered_at=F("next_at"), address="")


def _done(step: Callable[[], object]) -> None:
    """Of a million drawn numbers two may be the same; the worker, too, would do the batch again and draw others."""
    from django.db import IntegrityError

    try:
        step()
    except IntegrityError:
        step()


def cost(first: int, count: int) -> None:
    """CPU milliseconds of a post by step, in batches as the worker takes them at full load."""
    spent: dict[str, float] = {}
    for start in range(first, first + count, BATCH):
        for name, step in steps(start, BATCH).items():
            before = time.process_time()
            step()
            # What a process does first it does once.
            if start > first:
                spent[name] = spent.get(name, 0.0) + time.process_time() - before
    print(json.dumps({name: seconds / (count - BATCH) * 1000 for name, seconds in spent.items()}))


def profile(first: int, count: int) -> None:
    """The dearest functions by their own time, and the steps with what is below them."""
    profiler = cProfile.Profile()
    for start in range(first, first + count, BATCH):
        for name, step in steps(start, BATCH).items():
            profiler.runcall(step) if start > first and name != "keep_arrivals" else step()
    shown = pstats.Stats(profiler)
    shown.sort_stats("tottime").print_stats(45)
    shown.sort_stats("cumtime").print_stats("tanggap", 60)


def steps(first: int, count: int) -> dict[str, Callable[[], object]]:
    """What happens to so many new posts, in order."""
    from tanggap.cases.steps import acknowledge_cases, file_posts
    from tanggap.channels.actions import keep_arrivals
    from tanggap.inbox.steps import read_arrivals, understand
    from tanggap.records.steps import sequence

    return {
        "keep_arrivals": partial(keep_arrivals, [_arrival(number) for number in range(first, first + count)]),
        "read_arrivals": partial(read_arrivals, count),
        "understand": partial(understand, count),
        "file_posts": partial(file_posts, count),
        "acknowledge_cases": partial(acknowledge_cases, count),
        "sequence": partial(sequence, count * 4),
    }


def _arrival(number: int) -> NewArrival:
    from django.conf import settings

    from tanggap.base.clock import now
    from tanggap.channels.actions import NewArrival
    from tanggap.channels.contract import Author
    from tanggap.federation.envelope import author_line

    sayings = [one for one in all_sayings() if one.kind == "complaint"]
    agency = f"{settings.BASE_URL}/@dinas-pu"
    author = number % AUTHORS
    actor = CROWD.actor(author)
    body = create_bytes(CROWD, number, author, sayings[number % len(sayings)], (agency, "dinas-pu@here"))
    known = Author(actor, f"a{author}@{actor.split('/')[2]}", f"Warga {author}", CROWD.inbox(author))
    return NewArrival("activitypub", f"{actor}/statuses/{number}/activity", author_line(known) + body, now())


if __name__ == "__main__":
    main()
