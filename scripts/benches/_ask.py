"""Several connections that ask for pages as fast as they are answered, in a process of their own.

`python -m scripts.benches._ask PORT CONNECTIONS SECONDS` reads one address a line and prints requests a second, with
the milliseconds that one took.
"""

from __future__ import annotations

import http.client
import itertools
import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator


def main() -> None:
    """Ask until the time is over."""
    port, connections, seconds = map(int, sys.argv[1:4])
    paths = itertools.cycle(sys.stdin.read().split())
    taken: list[float] = []
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=_until, args=(end, port, paths, taken)) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.sort()
    p50, p95 = (taken[int(len(taken) * part)] for part in (0.5, 0.95))
    print(json.dumps({"rate": len(taken) / seconds, "p50": p50, "p95": p95}))


def _until(end: float, port: int, paths: Iterator[str], taken: list[float]) -> None:
    left = itertools.takewhile(lambda _: time.monotonic() < end, paths)
    for milliseconds, _ in asked(port, left):
        taken.append(milliseconds)


def asked(port: int, paths: Iterable[str], cookie: str = "") -> Iterator[tuple[float, bytes]]:
    """Ask for pages one after the other on one connection; gives the milliseconds and the page of each."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Cookie": cookie} if cookie else {}
    for path in paths:
        started = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        yield (time.perf_counter() - started) * 1000, body
    connection.close()


if __name__ == "__main__":
    main()
