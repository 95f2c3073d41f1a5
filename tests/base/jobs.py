"""Work of the test's own: a table, and steps that count what was done to each row."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import models
from django.db.models import F

from tanggap.base.db import writing
from tanggap.base.work import Leased, claim, settle


class Job(Leased):
    """One piece of work; `done` says how often it had its effect, which must be once."""

    done = models.IntegerField(default=0)
    noted = models.FloatField(default=0)

    class Meta:
        app_label = "base_tests"


def leave_the_house(limit: int, seconds: float = 0.002, lease: float = 1.0) -> int:
    """Leased work: claimed, done outside a transaction, settled against the lease."""
    rows = claim(Job.objects.filter(state__in=["new", "going"]), limit, lease, state="going")
    for row in rows:
        time.sleep(seconds)
        settle(row, state="done", done=F("done") + 1, noted=time.time())
    return len(rows)


def stay_at_home(limit: int, seconds: float = 0.002) -> int:
    """Local work: claimed, done and settled in one transaction."""
    with writing():
        rows = list(Job.objects.select_for_update(skip_locked=True).filter(state="new").order_by("pk")[:limit])
        for row in rows:
            time.sleep(seconds)
            Job.objects.filter(pk=row.pk).update(state="done", done=F("done") + 1, noted=time.time())
    return len(rows)


def slowly(limit: int) -> int:
    """A batch that takes half a second."""
    return stay_at_home(limit, 0.05)


def fail(limit: int) -> int:
    """A step with a mistake in it; the error quotes somebody."""
    raise ValueError("budi@kota.example")


STEPS: dict[str, Callable[[int], int]] = {step.__name__: step for step in (leave_the_house, stay_at_home, slowly, fail)}
