import threading
import time

import pytest
from django.conf import settings
from django.db import transaction

from tanggap.base.work import wake
from tanggap.base.work.wake import listen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ear():
    listening = listen("tests")
    yield listening
    listening.close()


def test_a_wake_up_is_heard(ear):
    wake("tests")
    assert ear.wait(2)


def test_a_wake_up_that_came_while_nobody_waited_is_kept(ear):
    wake("tests")
    time.sleep(0.05)
    assert ear.wait(0.5)
    assert not ear.wait(0.05)


def test_many_wake_ups_are_one(ear):
    for _ in range(50):
        wake("tests")
    assert ear.wait(2)
    time.sleep(0.05)
    ear.wait(0.05)
    assert not ear.wait(0.05) or settings.SQLITE is False


def test_inside_a_transaction_the_bell_rings_at_its_commit(ear):
    with transaction.atomic():
        wake("tests")
        assert not ear.wait(0.1)
    assert ear.wait(2)


def test_a_transaction_that_is_undone_rings_nobody(ear):
    with transaction.atomic():
        wake("tests")
        transaction.set_rollback(True)
    assert not ear.wait(0.1)


def test_another_group_is_not_disturbed(ear):
    wake("others")
    assert not ear.wait(0.1)


def test_every_worker_of_a_group_is_woken(ear):
    other = listen("tests")
    wake("tests")
    assert other.wait(2)
    assert ear.wait(2)
    other.close()


def test_ringing_while_workers_come_and_go_harms_nobody(ear):
    def come_and_go() -> None:
        for _ in range(20):
            listen("tests").close()

    thread = threading.Thread(target=come_and_go)
    thread.start()
    wake("tests")
    while thread.is_alive():
        wake("tests")
    thread.join()
    assert ear.wait(2)


@pytest.mark.skipif("not settings.SQLITE")
def test_a_bell_never_sweeps_away_a_worker_that_has_just_come(ear):
    stop = threading.Event()

    def ring() -> None:
        while not stop.is_set():
            wake("tests")

    thread = threading.Thread(target=ring)
    thread.start()
    try:
        for _ in range(300):
            newcomer = listen("tests")
            assert newcomer.wait(5)
            newcomer.close()
    finally:
        stop.set()
        thread.join()


@pytest.mark.skipif("not settings.SQLITE")
def test_sockets_of_the_dead_are_swept_away(ear, settings, tmp_path):
    settings.DATA_DIR = tmp_path / ("deep" * 30)
    dead = listen("tests")
    dead._sockets[0].close()
    alive = listen("tests")
    wake("tests")
    assert alive.wait(2)
    assert len(list((settings.DATA_DIR / "run").iterdir())) == 1
    alive.close()


@pytest.mark.skipif("settings.SQLITE")
def test_a_listener_that_lost_its_connection_comes_back(ear):
    ear._connection.close()
    assert not ear.wait(0.05)
    assert ear.wait(0.05)  # Connected again: look once.
    wake("tests")
    assert ear.wait(2)
