"""Tries are counted in the database, and nothing of whoever tried stands there."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tanggap.base.clock import now
from tanggap.people.actions import count_try
from tanggap.people.models import Tries

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def tried(whose: str = "siti@example.org", what: str = "mail") -> bool:
    return count_try(what, whose, 2, HOUR)


def test_there_are_so_many_and_no_more() -> None:
    assert [tried() for _ in range(4)] == [True, True, False, False]
    assert Tries.objects.get().count == 2


def test_somebody_else_and_something_else_are_counted_apart() -> None:
    assert [tried() for _ in range(3)][-1] is False
    assert tried("budi@example.org")
    assert tried(what="form")


def test_after_the_time_it_begins_anew() -> None:
    at = now()
    with time_machine.travel(at, tick=False):
        assert [tried() for _ in range(3)][-1] is False
    with time_machine.travel(at + HOUR, tick=False):
        assert [tried() for _ in range(3)] == [True, True, False]


def test_the_count_names_nobody() -> None:
    tried()
    assert "siti" not in str(list(Tries.objects.values()))
