"""Requests that wait together are kept in one commit, and a bad one among them sinks alone."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from tanggap.base.clock import now
from tanggap.channels import committer
from tanggap.channels.actions import NewArrival, keep_arrivals
from tanggap.channels.models import Arrival


def ticket(name, received_at=True):
    return committer._Ticket([NewArrival("activitypub", name, b"{}", now() if received_at else None)])


def test_those_who_wait_together_are_kept_in_one_statement(db, django_assert_max_num_queries):
    waiting = [ticket(f"event {number}") for number in range(20)]
    with django_assert_max_num_queries(5):
        committer._commit(waiting)
    for one in waiting:
        one.wait(0)
    assert Arrival.objects.count() == 20


def test_a_bad_one_sinks_alone(db):
    good, bad, other = ticket("good"), ticket("bad", received_at=None), ticket("other")
    committer._commit([good, bad, other])
    good.wait(0)
    other.wait(0)
    with pytest.raises(IntegrityError):
        bad.wait(0)
    assert Arrival.objects.count() == 2


def test_nobody_is_told_before_the_commit(db):
    with pytest.raises(TimeoutError):
        ticket("event").wait(0)


def test_large_bodies_are_kept_in_several_statements_and_once_each(db):
    large = [NewArrival("activitypub", f"{number}", b"x" * 600_000, now()) for number in range(3)]
    with CaptureQueriesContext(connection) as asked:
        keep_arrivals([*large, large[0]])
    assert len([one for one in asked if "INSERT INTO channels_arrival" in one["sql"]]) == 2
    assert [len(body) for body in Arrival.objects.order_by("id").values_list("body", flat=True)] == [600_000] * 3
