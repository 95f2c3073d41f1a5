import itertools
import json
import random
import statistics
import threading
import time

import pytest

from tanggap.base.work import Step, run_loop, wake

from .conftest import until

pytestmark = pytest.mark.django_db(transaction=True)


def run_for(seconds, *steps):
    stop = threading.Event()
    timer = threading.Timer(seconds, stop.set)
    timer.start()
    run_loop(steps, stop)


def test_a_step_that_fails_does_not_sink_the_others():
    handled = []

    def fail(limit):
        raise ValueError

    run_for(0.5, Step("fail", fail), Step("work", lambda limit: handled.append(limit) or 0, batch=7))
    assert handled
    assert set(handled) == {7}


def test_a_step_that_fails_is_left_alone_longer_each_time():
    tries = []

    def fail(limit):
        tries.append(time.monotonic())
        raise ValueError

    run_for(1.5, Step("fail", fail, batch=1), Step("busy", lambda limit: 1))
    gaps = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert 2 <= len(tries) <= 6
    assert gaps[0] < gaps[-1] + 0.2


def test_full_batches_follow_without_a_pause():
    left = [50]

    def work(limit):
        left[0] = max(0, left[0] - 1)
        return limit if left[0] else 0

    started = time.monotonic()
    run_for(0.3, Step("work", work))
    assert left[0] == 0
    assert time.monotonic() - started < 1.5


def test_small_batches_are_given_time_to_grow():
    rounds = []
    run_for(0.5, Step("work", lambda limit: rounds.append(1) or 1))
    assert 5 < len(rounds) < 25


def test_a_step_by_the_clock_is_not_run_more_often():
    rounds = []
    run_for(0.75, Step("busy", lambda limit: 1), Step("clock", lambda limit: rounds.append(1) or 0, every=0.3))
    assert len(rounds) == 3


def test_a_sleeping_worker_wakes_at_once(jobs, start_worker):
    start_worker("stay_at_home")
    waits = []
    for _ in range(5):
        time.sleep(0.15)
        made = time.time()
        row = jobs.objects.create(state="new")
        wake("tests")
        until(lambda row=row: jobs.objects.get(pk=row.pk).done)
        waits.append(jobs.objects.get(pk=row.pk).noted - made)
    assert statistics.median(waits) < 0.2


def test_a_worker_finds_work_that_nobody_announced(jobs, start_worker):
    start_worker("stay_at_home")
    jobs.objects.create(state="new")
    until(lambda: jobs.objects.filter(done=1).exists(), 5)


def test_a_worker_that_is_told_to_stop_finishes_its_batch(jobs, start_worker):
    worker = start_worker("slowly")
    jobs.objects.bulk_create([jobs(state="new") for _ in range(100)])
    wake("tests")
    time.sleep(0.7)
    worker.terminate()
    assert worker.wait(5) == 0
    done = jobs.objects.filter(done=1).count()
    assert 0 < done < 100
    assert done % 10 == 0
    assert "stopped" in worker.stdout.read()


@pytest.mark.parametrize("step", ["leave_the_house", "stay_at_home"])
def test_a_kill_in_the_middle_loses_nothing_and_doubles_nothing(jobs, start_worker, step):
    jobs.objects.bulk_create([jobs(state="new") for _ in range(300)])
    worker = start_worker(step)
    time.sleep(random.uniform(0.01, 0.3))
    worker.kill()
    worker.wait()
    assert jobs.objects.filter(done=1).count() < 300
    start_worker(step)
    until(lambda: not jobs.objects.exclude(done=1).exists(), 15)
    assert jobs.objects.filter(done=1).count() == 300


def test_the_log_of_a_failing_step_quotes_nobody(jobs, start_worker):
    worker = start_worker("fail", "stay_at_home")
    time.sleep(0.3)
    worker.terminate()
    _, said = worker.communicate()
    lines = [json.loads(line) for line in said.splitlines()]
    assert {line["step"] for line in lines if line["event"] == "step_failed"} == {"fail"}
    assert lines[0]["error"] == "ValueError"
    assert "budi" not in said
