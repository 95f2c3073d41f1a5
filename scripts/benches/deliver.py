"""A publication on its way: POSTs/s to 10,000 inboxes on 200 servers, and the seconds behind 200 shared inboxes.

Each POST is signed for its inbox. The servers answer at once, and which signature they read is known before.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator, Sequence

from scripts.bench_run import Figure
from scripts.benches._installation import Installation, free_port, installations
from scripts.benches._options import Options
from scripts.benches._processes import cpu_seconds
from town.load import Crowd, Peers, load_crowd, make_crowd

SERVERS = 200
PATIENCE_SECONDS = 300.0


def run(arguments: Sequence[str]) -> Iterator[Figure]:
    """`--runs 5 --inboxes 10000 --database sqlite|postgres`."""
    options = Options(arguments, runs=5, inboxes=10_000)
    runs, inboxes = options.number("runs"), options.number("inboxes")
    for installation in installations(options.databases):
        crowd = make_crowd(installation.folder / "crowd", inboxes, SERVERS, free_port(), keys=1)
        with Peers(crowd) as peers, installation.serving() as parts:
            bench = _Bench(installation, peers, parts["deliver"])
            bench.publish("shared", SERVERS)
            own = [bench.publish("own", inboxes) for _ in range(runs)]
            shared = [bench.publish("shared", SERVERS) for _ in range(runs)]
        database, note = installation.database, f"{inboxes:,} inboxes on {SERVERS} servers"
        yield _figure("deliveries", "POSTs/s", [inboxes / seconds for seconds, _ in own], "≥ 800", database, note)
        spent = [cpu / inboxes * 1000 for _, cpu in own]
        yield _figure("processor, deliver", "s/1,000", spent, "", database, note)
        note = f"the same followers behind {SERVERS} shared inboxes"
        yield _figure("until the last has it", "s", [seconds for seconds, _ in shared], "", database, note)


def _figure(name: str, unit: str, runs: list[float], aim: str, database: str, note: str) -> Figure:
    runs = [round(value, 3) for value in runs]
    return Figure(name, statistics.median(runs), unit, aim, database, runs, note)


class _Bench:
    def __init__(self, installation: Installation, peers: Peers, deliver: list[int]):
        self._installation, self._peers, self._deliver = installation, peers, deliver

    def publish(self, inboxes: str, count: int) -> tuple[float, float]:
        """Seconds from the signature to the last delivery, and CPU seconds of the delivering process."""
        self._peers.reset()
        before, folder = cpu_seconds(self._deliver), str(self._installation.folder / "crowd")
        signed = float(self._installation.python("scripts.benches.deliver", folder, inboxes))
        if not self._peers.wait_for(count, PATIENCE_SECONDS):
            raise SystemExit(f"only {self._peers.counts()['posts']} of {count} deliveries came")
        return self._peers.counts()["last"] - signed, cpu_seconds(self._deliver) - before


def main() -> None:
    """What runs inside the installation's settings: sign one publication to the inboxes of a crowd."""
    import django

    django.setup()
    from pathlib import Path

    folder, inboxes = sys.argv[1:]
    crowd = load_crowd(Path(folder))
    started = time.monotonic()
    _publish(crowd, [crowd.shared_inbox(n) for n in range(SERVERS)] if inboxes == "shared" else _own(crowd))
    print(started)


def _own(crowd: Crowd) -> list[str]:
    return [crowd.inbox(author) for author in range(crowd.authors)]


def _publish(crowd: Crowd, inboxes: Sequence[str]) -> None:
    from tanggap.base.clock import now
    from tanggap.outbox.actions import Draft, submit_messages
    from tanggap.outbox.models import MessageKind
    from tanggap.registry.models import OfficialAccount
    from tanggap.threads.actions import NewThread, open_threads

    account = OfficialAccount.objects.select_related("agency").get(network="activitypub")
    [thread] = open_threads([NewThread("activitypub", "public", account.id, now())])
    draft = Draft(
        MessageKind.PUBLICATION,
        "activitypub",
        "Jembatan Kali Melati dibuka lagi\n\nSejak pagi ini jembatan dapat dilalui. Terima kasih atas kesabarannya.",
        audience="public",
        agency=account.agency,
        account=account,
        thread_id=thread,
        addresses=inboxes,
        to_addresses_only=True,
    )
    submit_messages([draft])


if __name__ == "__main__":
    main()
