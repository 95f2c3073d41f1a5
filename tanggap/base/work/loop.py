"""The loop of a worker process: run each step, pause when there is little to do, sleep when there is nothing."""

from __future__ import annotations

import random
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

import structlog
from django.db import connection

from tanggap.base.db import can_pass
from tanggap.base.work.wake import listen

# A wake-up may be missed, and a row's `next_at` rings no bell: look at least this often.
POLL_SECONDS = 1.0
# After a small batch the next one may grow a little: light load then costs less, and nobody sees 30 ms.
PAUSE_SECONDS = 0.03
SLOW_SECONDS = 5.0
STUCK_SECONDS = 60.0
FIRST_BACK_OFF = 0.25
# The database comes back by itself and is asked often; a mistake in the code does not.
LONGEST_BACK_OFF = {"database": 2.0, "error": 30.0}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of work. `run(limit)` claims and handles up to `limit` rows and returns how many.

    `every`: seconds to leave between two runs, for steps that look at a clock and not for rows.
    """

    name: str
    run: Callable[[int], int]
    batch: int = 100
    group: str = "work"
    every: float = 0.0


@dataclass(slots=True)
class _Turn:
    """A step's place in the loop: when it may run again, and how often it failed on end."""

    step: Step
    not_before: float = 0.0
    failures: int = 0
    failing_since: float = 0.0


def run_loop(steps: Sequence[Step], stop: threading.Event) -> None:
    """Run the steps until `stop` is set; the batch in hand is finished first.

    A step that raises is logged and left alone for a while; the other steps go on.
    """
    turns = [_Turn(step) for step in steps]
    watch = _Watch()
    try:
        with closing(listen(*{step.group for step in steps})) as ear:
            while not stop.is_set():
                full, handled = _run_round(turns, stop, watch)
                if full or stop.is_set():
                    continue
                if handled:
                    stop.wait(PAUSE_SECONDS)
                else:
                    ear.wait(_until_next(turns))
    finally:
        watch.end()


def _run_round(turns: Sequence[_Turn], stop: threading.Event, watch: _Watch) -> tuple[bool, int]:
    full, total = False, 0
    for turn in turns:
        if stop.is_set():
            break
        if time.monotonic() < turn.not_before:
            continue
        handled = _run_step(turn, watch)
        total += handled
        full = full or handled >= turn.step.batch
    return full, total


def _until_next(turns: Sequence[_Turn]) -> float:
    moment = time.monotonic()
    waits = [turn.not_before - moment for turn in turns if turn.not_before > moment]
    return min([POLL_SECONDS, *waits])


def _run_step(turn: _Turn, watch: _Watch) -> int:
    step, started = turn.step, time.monotonic()
    watch.begin(step.name)
    try:
        handled = step.run(step.batch)
    except Exception as error:
        _back_off(turn, error)
        return 0
    finally:
        watch.begin("")
    seconds = time.monotonic() - started
    if seconds > SLOW_SECONDS:
        log.warning("step_slow", step=step.name, seconds=round(seconds, 1), handled=handled)
    if turn.failures:
        log.info("step_recovered", step=step.name, failures=turn.failures)
    turn.failures = 0
    turn.not_before = started + step.every if step.every else 0.0
    return handled


def _back_off(turn: _Turn, error: Exception) -> None:
    kind = "database" if can_pass(error) else "error"
    moment = time.monotonic()
    if not turn.failures:
        turn.failing_since = moment
    wait = min(FIRST_BACK_OFF * 2 ** min(turn.failures, 10), LONGEST_BACK_OFF[kind]) * random.uniform(0.5, 1.0)
    turn.failures += 1
    turn.not_before = moment + wait
    lasting = moment - turn.failing_since > STUCK_SECONDS
    say = log.error if lasting or kind == "error" else log.warning
    say(
        "step_failed",
        step=turn.step.name,
        kind=kind,
        error=type(error).__name__,
        at=_place(error),
        again=round(wait, 2),
    )
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _place(error: Exception) -> str:
    """Where it was raised. The message of an error is not logged: a database quotes people's rows in it."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/tanggap/" in frame.filename and frame.filename != __file__] or list(frames)
    return f"{own[-1].filename.rpartition('/tanggap/')[2]}:{own[-1].lineno} {own[-1].name}" if own else ""


class _Watch:
    """Says so when a step does not come back, which no time-out inside the database would."""

    def __init__(self) -> None:
        self._now: tuple[str, float] = ("", 0.0)
        self._over = threading.Event()
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    def begin(self, step: str) -> None:
        self._now = (step, time.monotonic())

    def end(self) -> None:
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(STUCK_SECONDS / 4):
            step, since = self._now
            seconds = time.monotonic() - since
            if step and seconds > STUCK_SECONDS:
                log.error("step_stuck", step=step, seconds=round(seconds))
