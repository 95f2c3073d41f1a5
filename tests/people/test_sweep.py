"""Sessions, sign-in attempts and counts that are over do not stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.db import models

from tanggap.base.clock import now
from tanggap.people.models import Tries, Withdrawal
from tanggap.people.steps import sweep

pytestmark = pytest.mark.django_db
KINDS: tuple[type[models.Model], ...] = (Session, AccessAttempt, AccessLog, Tries, Withdrawal)


def leave(days: int) -> None:
    """One row of each kind that was over (or made) so many days ago."""
    at, name = now() - timedelta(days=days), f"kunci{days}"
    Session.objects.create(session_key=name, session_data="", expire_date=at)
    Tries.objects.create(name=name, until=at, count=1)
    Withdrawal.objects.create(name=name, at=at)
    AccessAttempt.objects.create(username=name, failures_since_start=1)
    AccessLog.objects.create(username=name)
    for kind in (AccessAttempt, AccessLog):
        kind.objects.filter(username=name).update(attempt_time=at)


def left() -> list[int]:
    return [kind._base_manager.count() for kind in KINDS]


def test_what_is_over_goes_and_the_rest_stays() -> None:
    leave(days=-1)
    leave(days=40)
    assert sweep(100) == 5
    assert left() == [1, 1, 1, 1, 1]


def test_a_failed_try_is_kept_for_a_day_an_early_deletion_for_a_week_and_a_log_for_a_month() -> None:
    leave(days=2)
    sweep(100)
    assert left() == [0, 0, 1, 0, 1]
    leave(days=8)
    sweep(100)
    assert left() == [0, 0, 2, 0, 1]


def test_no_more_go_at_once_than_asked() -> None:
    leave(days=40)
    assert sweep(1) == 1
    assert sum(left()) == 4
