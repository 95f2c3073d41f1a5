"""The pages that are measured, asked inside an installation's settings.

`python -m scripts.benches._pages paths` prints every group of pages with its addresses and the cookie of who asks;
`python -m scripts.benches._pages made` prints what each costs when nothing of it is kept: milliseconds and queries.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test.client import Client

OFFICER, OVERSEER = "petugas", "pengawas"
# So many cases are opened one after the other, so that no page is the same twice in a row.
DISTINCT = 3000
RUNS = 40
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
    "closed, page 40": "?view=closed&page=40",
    "set aside": "?view=dismissed",
    "one network": "?network=activitypub",
    "a network without cases": "?network=facebook",
    "held by nobody": "?holder=nobody",
    "held by oneself": "?holder=me",
    "late, a network without cases": "?view=late&network=facebook",
}


def main() -> None:
    """Print what is asked for."""
    import django

    django.setup()
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    groups = {name: group for name, group in _groups().items() if only in name}
    if sys.argv[1] == "paths":
        print(json.dumps({name: {"cookie": _cookie(who), "paths": paths} for name, (who, paths) in groups.items()}))
        return
    for name, (who, paths) in groups.items():
        print(json.dumps({"name": name, **_made(_client(who), paths)}), flush=True)


def _groups() -> dict[str, tuple[str, list[str]]]:
    """Each group's name, who asks, and its addresses. A query that means nothing keeps a page from being kept."""
    public, own, all_ = _numbers(is_sealed=False), _numbers(agency__slug="dinas-pu", is_sealed=False), _numbers()
    slugs = _slugs()
    return {
        **{f"desk list, {name}": (OFFICER, [f"/desk/{query}"]) for name, query in LISTS.items()},
        "desk list, mine": (OFFICER, ["/desk/?view=mine"]),
        **{f"overseer's list, {name}": (OVERSEER, [f"/desk/{query}"]) for name, query in LISTS.items()},
        "desk case": (OFFICER, [f"/desk/{number}/" for number in own]),
        "overseer's case": (OVERSEER, [f"/desk/{number}/" for number in all_]),
        "public case": ("", [f"/cases/{number}/" for number in public]),
        "public case, always the same": ("", [f"/cases/{public[0]}/"]),
        "home": ("", ["/"]),
        "home, never kept": ("", [f"/?n={n}" for n in range(100)]),
        "agency": ("", [f"/agencies/{slug}/" for slug in slugs]),
        "agency, never kept": ("", [f"/agencies/{slug}/?n={n}" for n in range(10) for slug in slugs]),
        "measures": ("", ["/measures/"]),
        "measures of a year": ("", ["/measures/?days=365"]),
        "record": ("", ["/record/"]),
    }


def _numbers(**which: Any) -> list[str]:
    """Tracking ids spread evenly over all ages."""
    from tanggap.cases.models import Case

    numbers = list(Case.objects.filter(**which).order_by("id").values_list("tracking_id", flat=True))
    step = max(1, len(numbers) // DISTINCT)
    chosen = numbers[::step][:DISTINCT]
    # Neighbours in age are not asked for one after the other.
    return [number for start in range(17) for number in chosen[start::17]]


def _slugs() -> list[str]:
    from tanggap.registry.models import Agency

    return list(Agency.objects.values_list("slug", flat=True))


def _client(who: str) -> Client:
    from django.test.client import Client

    from tanggap.people.models import User

    client = Client()
    if who:
        client.force_login(User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _cookie(who: str) -> str:
    return "; ".join(f"{name}={one.value}" for name, one in _client(who).cookies.items())


def _made(client: Client, paths: list[str]) -> dict[str, float]:
    """The medians of a page that is made anew: everything that the cache holds is thrown away before each."""
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    taken, spent, queries = [], [], []
    client.get(paths[0])
    for run in range(RUNS):
        path = paths[run % len(paths)]
        cache.clear()
        started, cpu = time.perf_counter(), time.process_time()
        response = client.get(path)
        taken.append((time.perf_counter() - started) * 1000)
        spent.append((time.process_time() - cpu) * 1000)
        assert response.status_code == 200, f"{path} answered {response.status_code}"
        if run < RUNS // 4:
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            queries.append(len(asked))
    slowest = sorted(taken)[int(RUNS * 0.95)]
    return {
        "made": statistics.median(taken),
        "made95": slowest,
        "cpu": statistics.median(spent),
        "queries": max(queries),
    }


if __name__ == "__main__":
    main()
