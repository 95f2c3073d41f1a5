from datetime import timedelta

import pytest
from django.db.models import F

from tanggap.base.clock import now
from tanggap.base.work import claim, next_try, settle, settle_all


@pytest.fixture
def many(jobs):
    jobs.objects.bulk_create([jobs(state="new") for _ in range(5)])
    return jobs.objects.filter(state__in=["new", "going"])


def test_a_row_is_claimed_once(many):
    assert len(claim(many, 3, 60)) == 3
    assert len(claim(many, 10, 60)) == 2
    assert claim(many, 10, 60) == []


def test_a_claim_may_change_the_state_and_counts_as_an_attempt(many):
    (row,) = claim(many, 1, 60, state="going")
    assert (row.state, row.attempts) == ("going", 1)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("going", 1)


def test_a_row_whose_time_has_not_come_is_left(many):
    many.update(next_at=now() + timedelta(minutes=1))
    assert claim(many, 10, 60) == []


def test_an_expired_lease_goes_to_the_next(many):
    (mine,) = claim(many, 1, -1)
    others = claim(many, 10, 60)
    assert mine.pk in {row.pk for row in others}
    assert not settle(mine, state="done")


def test_only_the_holder_settles_and_only_once(many):
    (row,) = claim(many, 1, 60)
    (late,) = [type(row).objects.get(pk=row.pk)]
    assert settle(row, state="done", done=F("done") + 1)
    assert not settle(late, state="done", done=F("done") + 1)
    assert type(row).objects.get(pk=row.pk).done == 1


def test_a_row_that_somebody_moved_is_not_settled(many):
    (row,) = claim(many, 1, 60)
    many.filter(pk=row.pk).update(state="withdrawn")
    assert not settle(row, state="done")
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_a_settled_row_gives_its_lease_back(many):
    (row,) = claim(many, 1, 60)
    assert settle(row, state="new", next_at=now())
    assert len(claim(many, 10, 60)) == 5


def test_many_are_settled_together_except_those_that_were_lost(many):
    rows = claim(many, 5, 60)
    many.filter(pk=rows[0].pk).update(lease_token="another")
    settled = settle_all(rows, state="done")
    assert [row.pk for row in settled] == [row.pk for row in rows[1:]]
    assert many.model.objects.filter(state="done").count() == 4


def test_settling_nothing_is_nothing(jobs):
    assert settle_all([], state="done") == []


def test_what_was_never_claimed_cannot_be_settled(many):
    with pytest.raises(ValueError):
        settle(many[0], state="done")


def test_tries_grow_further_apart_up_to_hours():
    waits = [[(next_try(attempts) - now()).total_seconds() for _ in range(20)] for attempts in (1, 2, 3, 9, 500)]
    assert 2 < min(waits[0]) < max(waits[0]) < 8
    assert max(waits[1]) < 23 < max(waits[2]) < 68
    assert 3 * 3600 - 1 < min(waits[4]) < max(waits[4]) < 9 * 3600
    assert len(set(waits[0])) == 20
