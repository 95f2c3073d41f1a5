"""A worker process for the tests of the loop: `worker.py STEP…` runs the named steps until it is told to stop."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
# Without the rooms a process is there in half the time.
os.environ["DJANGO_SETTINGS_MODULE"] = "base.settings_of_workers"


def main() -> None:
    import django

    django.setup()
    from base.jobs import STEPS
    from tanggap.base.work import Step, run_loop
    from tanggap.config.logs import write_logs
    from tanggap.config.process import stop_on_signals

    write_logs("test")
    steps = [Step(name, STEPS[name], batch=10, group="tests") for name in sys.argv[1:]]

    def say_ready(limit: int) -> int:
        print("ready", flush=True)
        return 0

    run_loop([*steps, Step("ready", say_ready, group="tests", every=3600)], stop_on_signals())
    print("stopped", flush=True)


if __name__ == "__main__":
    main()
