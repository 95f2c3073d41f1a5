import threading
import time

import pytest
from django.db import InterfaceError, InternalError, OperationalError, connection, transaction

from tanggap.base.db import can_pass, retried, writing


def make(jobs, **values):
    return jobs.objects.create(state="new", **values)


def test_what_is_written_is_there(jobs):
    with writing():
        make(jobs)
    assert jobs.objects.count() == 1


def test_an_error_undoes_everything_also_what_joined(jobs):
    def act() -> None:
        with writing():
            with writing():
                make(jobs)
            raise ValueError

    with pytest.raises(ValueError):
        act()
    assert jobs.objects.count() == 0


def test_an_error_inside_undoes_the_outer_one_even_if_it_is_caught(jobs):
    @writing()
    def act() -> None:
        make(jobs)
        with pytest.raises(ValueError), writing():
            raise ValueError
        make(jobs)

    with pytest.raises(transaction.TransactionManagementError):
        act()
    assert jobs.objects.count() == 0


@pytest.mark.django_db
def test_inside_a_test_the_outermost_one_can_fail_alone(django_user_model):
    before = django_user_model.objects.count()
    with pytest.raises(ValueError), writing():
        raise ValueError
    assert django_user_model.objects.count() == before


def test_writers_wait_for_each_other_and_lose_nothing(jobs):
    row = make(jobs)

    def add() -> None:
        for _ in range(20):
            with writing():
                seen = jobs.objects.select_for_update().get(pk=row.pk).done
                jobs.objects.filter(pk=row.pk).update(done=seen + 1)
        connection.close()

    threads = [threading.Thread(target=add) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert jobs.objects.get(pk=row.pk).done == 120


def test_a_hook_after_the_commit_may_write_itself(jobs):
    def write_too() -> None:
        with writing():
            make(jobs)

    with writing():
        transaction.on_commit(write_too)
    with writing():
        make(jobs)
    assert jobs.objects.count() == 2


@pytest.mark.parametrize("error", [OperationalError("locked"), InterfaceError("gone")])
def test_what_passes_by_itself_is_tried_again(transactional_db, monkeypatch, error):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    answers = iter([error, error, "done"])

    def act() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert retried(act, 5) == "done"


def test_trying_ends_with_the_budget(transactional_db):
    started = time.monotonic()
    with pytest.raises(OperationalError):
        retried(_always_locked, 0.5)
    assert time.monotonic() - started < 0.6


def test_inside_a_transaction_nothing_is_tried_again(transactional_db):
    tries = []
    with pytest.raises(OperationalError), writing():
        retried(lambda: tries.append(1) or _always_locked(), 5)
    assert len(tries) == 1


def test_a_mistake_is_not_tried_again(transactional_db):
    tries = []
    with pytest.raises(InternalError):
        retried(lambda: tries.append(1) or _broken(), 5)
    assert len(tries) == 1


def test_a_database_that_became_read_only_comes_back():
    error = InternalError("read only")
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": "25006"})()
    assert can_pass(error)


def _always_locked():
    raise OperationalError("database is locked")


def _broken():
    raise InternalError("corrupt")
