"""Bytes that nobody can read are not kept for ever."""

from datetime import timedelta

import pytest

from tanggap.base.clock import now
from tanggap.channels.actions import NewArrival, block_arrivals, keep_arrivals, replay_arrivals
from tanggap.channels.models import Arrival
from tanggap.channels.steps import KEPT_UNREAD, drop_unread

pytestmark = pytest.mark.django_db


def stuck(age: timedelta) -> Arrival:
    keep_arrivals([NewArrival("activitypub", str(age), b"{", now() - age, signer="https://warga.example/u#k")])
    arrival = Arrival.objects.latest("id")
    block_arrivals([(arrival.id, "no JSON in UTF-8")])
    return arrival


def test_what_was_stuck_for_long_loses_its_bytes_and_keeps_its_reason() -> None:
    arrival = stuck(KEPT_UNREAD + timedelta(minutes=1))
    assert (drop_unread(10), drop_unread(10)) == (1, 0)
    arrival.refresh_from_db()
    assert (bytes(arrival.body), arrival.signer, arrival.state) == (b"", "", "expired")
    assert arrival.reason == "no JSON in UTF-8"


def test_what_may_still_be_mended_is_kept() -> None:
    arrival = stuck(KEPT_UNREAD - timedelta(minutes=1))
    assert drop_unread(10) == 0
    arrival.refresh_from_db()
    assert bytes(arrival.body) == b"{"


def test_what_has_no_bytes_any_more_is_not_read_again() -> None:
    stuck(KEPT_UNREAD + timedelta(minutes=1))
    drop_unread(10)
    assert replay_arrivals() == 0
