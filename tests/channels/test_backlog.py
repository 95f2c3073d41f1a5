"""What arrives faster than the house follows is not taken in without end: networks are told to come again."""

from datetime import timedelta
from itertools import count

import pytest

from tanggap.base.clock import now
from tanggap.channels import committer
from tanggap.channels.actions import NewArrival, keep_arrivals, settle_arrivals
from tanggap.channels.committer import Backlog, keep
from tanggap.channels.contract import Lane
from tanggap.channels.errors import TooManyWaiting
from tanggap.channels.models import Arrival

numbers = count()


@pytest.fixture(autouse=True)
def small(db, monkeypatch):
    """Bounds that a test can reach, and nothing remembered of another test."""
    monkeypatch.setattr(committer, "MOST_WAITING", 5)
    monkeypatch.setattr(committer, "MOST_WAITING_LONG", 2)
    monkeypatch.setattr(committer, "backlog", Backlog())


def arrivals(many, age=0):
    at = now() - timedelta(seconds=age)
    return [NewArrival("activitypub", f"event {next(numbers)}", b"{}", at) for _ in range(many)]


def test_a_few_that_wait_for_long_are_no_reason_to_refuse(db):
    keep_arrivals(arrivals(2, age=3600))
    keep(arrivals(1))
    assert Arrival.objects.count() == 3


@pytest.mark.parametrize(("many", "age"), [(6, 0), (3, 61)])
def test_too_many_or_too_old_ones_are(many, age):
    keep_arrivals(arrivals(many, age))
    with pytest.raises(TooManyWaiting):
        keep(arrivals(1))
    assert Arrival.objects.count() == many


def test_once_they_are_read_the_door_opens_again(monkeypatch):
    monkeypatch.setattr(committer, "LOOK_SECONDS", 0)
    keep_arrivals(arrivals(6))
    assert committer.backlog.is_full()
    settle_arrivals(list(Arrival.objects.values_list("id", flat=True)), Lane.POSTS)
    assert not committer.backlog.is_full()


def test_between_two_looks_nothing_is_asked(django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(committer, "LOOK_SECONDS", 3600)
    with django_assert_max_num_queries(3):
        for _ in range(50):
            committer.backlog.is_full()
