"""The pages with 100,000 cases: milliseconds, queries, kB, public pages a second, and memory at rest."""

from __future__ import annotations

import http.client
import json
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Sequence

from scripts.bench_run import Figure
from scripts.benches._installation import Installation, installations
from scripts.benches._processes import largest_megabytes

CASES = 100_000
RUNS = 40
CLIENTS, SECONDS = 8, 5
OFFICER, OVERSEER = "petugas", "pengawas"
# The desk's list in every way that an officer and an overseer open it.
LISTS = {
    "turn": "",
    "turn, page 2": "?page=2",
    "turn, page 40": "?page=40",
    "danger": "?view=danger",
    "late": "?view=late",
    "late, page 2": "?view=late&page=2",
    "to close": "?view=to_close",
    "waiting": "?view=waiting",
    "closed": "?view=closed",
    "one network": "?network=activitypub",
    "a network without cases": "?network=facebook",
    "held by nobody": "?holder=nobody",
    "held by oneself": "?holder=me",
    "late, a network without cases": "?view=late&network=facebook",
}


def run(arguments: Sequence[str]) -> Iterator[Figure]:
    """`--cases N` for another number, `--database sqlite|postgres` for one of the two."""
    options = dict(zip(arguments[::2], arguments[1::2], strict=False))
    cases = int(options.get("--cases", CASES))
    chosen = (options["--database"],) if "--database" in options else ("sqlite", "postgres")
    for installation in installations(chosen):
        started = time.monotonic()
        installation.python("scripts.benches._fill", str(cases))
        _add_overseer(installation)
        yield Figure(f"filling {cases:,} cases", time.monotonic() - started, "s", database=installation.database)
        for line in installation.python("scripts.benches.pages").splitlines():
            fields = json.loads(line)
            yield Figure(database=installation.database, **fields)
        yield from _served(installation)


def _add_overseer(installation: Installation) -> None:
    """Somebody on whose desk every agency's cases stand."""
    user = ["user", "add", OVERSEER, "--name", "Pengawas", "--agency", "dinas-pu", "--position", "Pengawas"]
    installation.tanggap(*user, "--password-stdin", given="teladan-demo\n")
    installation.tanggap("mandate", "grant", OVERSEER, "--powers", "oversee", "--decree", "SK 2")


def _served(installation: Installation) -> Iterator[Figure]:
    number = installation.python("scripts.benches.pages", "number").strip()
    with installation.serving() as parts:
        time.sleep(3)
        for part, pids in parts.items():
            aim = "< 130" if part != "deliver" else ""
            yield Figure(f"memory at rest: {part}", largest_megabytes(pids), "MB", aim, installation.database)
        for name, path, aim in ((f"case page, {CLIENTS} clients", f"/cases/{number}/", "≥ 500"), ("home", "/", "")):
            rates = [_rate(installation.port, path) for _ in range(5)]
            yield Figure(f"requests: {name}", statistics.median(rates), "req/s", aim, installation.database, rates)


def _rate(port: int, path: str) -> float:
    end = time.monotonic() + SECONDS
    counts = [0] * CLIENTS

    def ask(place: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.monotonic() < end:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path} answered {answer.status}")
            counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def main() -> None:
    """What runs inside the installation's settings: every page through the whole of Django, without a network."""
    import django

    django.setup()
    from django.test.client import Client

    from tanggap.cases.models import Case

    case = Case.objects.filter(steps__kind="answered").order_by("id").first()
    assert case is not None
    if sys.argv[1:] == ["number"]:
        print(case.tracking_id)
        return
    desk, overseer = _signed_in(OFFICER), _signed_in(OVERSEER)
    pages = {f"desk list, {name}": (desk, f"/desk/{query}") for name, query in LISTS.items()}
    pages["desk list, mine"] = (desk, "/desk/?view=mine")
    pages |= {f"overseer's list, {name}": (overseer, f"/desk/{query}") for name, query in LISTS.items()}
    pages |= {
        "desk case": (desk, f"/desk/{case.tracking_id}/"),
        "public case": (Client(), f"/cases/{case.tracking_id}/"),
        "home": (Client(), "/"),
        "agency": (Client(), "/agencies/dinas-pu/"),
        "measures": (Client(), "/measures/"),
        "record": (Client(), "/record/"),
    }
    for name, (client, path) in pages.items():
        for figure in _page(name, client, path):
            print(json.dumps(figure))


def _signed_in(username: str) -> object:
    from django.test.client import Client

    from tanggap.people.models import User

    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _page(name: str, client: object, path: str) -> Iterator[dict[str, object]]:
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    get = client.get  # type: ignore[attr-defined]
    response = get(path)
    assert response.status_code == 200, f"{path} answered {response.status_code}"
    taken = []
    for _ in range(RUNS):
        reset_queries()
        started = time.perf_counter()
        response = get(path)
        taken.append((time.perf_counter() - started) * 1000)
    with CaptureQueriesContext(connection) as queries:
        get(path)
    taken.sort()
    yield {"name": f"{name}: p50", "value": statistics.median(taken), "unit": "ms"}
    yield {"name": f"{name}: p95", "value": taken[int(len(taken) * 0.95)], "unit": "ms", "aim": "< 60"}
    yield {"name": f"{name}: queries", "value": len(queries), "unit": "", "aim": "≤ 12"}
    yield {"name": f"{name}: size", "value": len(response.content) / 1000, "unit": "kB"}


if __name__ == "__main__":
    main()
