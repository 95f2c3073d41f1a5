"""The sender: raw sockets with keep-alive, as many requests at once as there are connections, or at a set rate.

At a rate, a request is late from the moment when it was due, not from the moment when a connection was free; so a
server that stalls cannot hide it.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from town.load.requests import read_requests

PATIENCE = 30.0


@dataclass
class Result:
    """What became of the requests. Times are seconds of `time.monotonic`, comparable between processes."""

    due: list[float]
    sent: list[float]
    answered: list[float]
    statuses: Counter[int] = field(default_factory=Counter)
    # Status of each request by its place in the file; 0 where no answer came.
    status: list[int] = field(default_factory=list)
    cpu_seconds: float = 0.0

    @property
    def seconds(self) -> float:
        """From the first request to the last answer."""
        sent = [moment for moment in self.sent if moment]
        return max(self.answered) - min(sent) if sent else 0.0

    @property
    def accepted(self) -> int:
        """How many got a 2xx."""
        return sum(count for status, count in self.statuses.items() if 200 <= status < 300)

    @property
    def per_second(self) -> float:
        """Accepted requests a second."""
        return self.accepted / self.seconds if self.seconds else 0.0

    def milliseconds(self, percent: float) -> float:
        """Within how many milliseconds so many percent of the accepted requests were answered."""
        took = [
            (end - start) * 1000
            for start, end, status in zip(self.due, self.answered, self.status)
            if 200 <= status < 300
        ]
        return percentile(took, percent)

    def summary(self) -> dict[str, object]:
        """The figures, for people and programs."""
        figures = {f"p{percent}_ms": round(self.milliseconds(percent), 2) for percent in (50, 90, 99, 100)}
        return {
            "requests": len(self.due),
            "statuses": {str(status): count for status, count in sorted(self.statuses.items())},
            "seconds": round(self.seconds, 3),
            "per_second": round(self.per_second, 1),
            **figures,
            "sender_cpu_seconds": round(self.cpu_seconds, 3),
        }


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which so many percent lie; 0 of nothing."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def fire(requests: Path | Sequence[bytes], url: str, rate: float | None = None, connections: int = 32) -> Result:
    """Send every request of a file to the server of a URL, at `rate` a second or else as fast as it goes."""
    ready = list(read_requests(requests)) if isinstance(requests, Path) else list(requests)
    parts = urlsplit(url)
    return asyncio.run(_fire(ready, parts.hostname or "localhost", parts.port or 80, rate, connections))


async def _fire(requests: list[bytes], host: str, port: int, rate: float | None, connections: int) -> Result:
    loop = asyncio.get_running_loop()
    start, cpu = time.monotonic() + 0.05, time.process_time()
    zeros = [0.0] * len(requests)
    due = [start + number / rate for number in range(len(requests))] if rate else list(zeros)
    result = Result(due, list(zeros), list(zeros), status=[0] * len(requests))
    run = _Run(loop, requests, result, bool(rate))
    senders = [_Sender(run, host, port) for _ in range(min(connections, len(requests)) or 1)]
    for sender in senders:
        sender.open()
    await run.done
    for sender in senders:
        sender.close()
    result.statuses.update(result.status)
    result.cpu_seconds = time.process_time() - cpu
    return result


class _Run:
    """What all connections share: the next request, and the end."""

    def __init__(self, loop: asyncio.AbstractEventLoop, requests: list[bytes], result: Result, paced: bool):
        self.loop, self.requests, self.result, self.paced = loop, requests, result, paced
        self.next, self.left = 0, len(requests)
        self.done: asyncio.Future[None] = loop.create_future()
        if not requests:
            self.done.set_result(None)

    def take(self) -> int | None:
        """The number of the next request, or None."""
        if self.next >= len(self.requests):
            return None
        self.next += 1
        return self.next - 1

    def settle(self, number: int, status: int) -> None:
        """Note an answer, or with status 0 that none will come."""
        self.result.answered[number], self.result.status[number] = time.monotonic(), status
        self.left -= 1
        if not self.left and not self.done.done():
            self.done.set_result(None)


class _Sender(asyncio.Protocol):
    """One connection: one request at a time; opened again when the server closes it."""

    def __init__(self, run: _Run, host: str, port: int):
        self._run, self._host, self._port = run, host, port
        self._transport: asyncio.Transport | None = None
        self._buffer, self._number = bytearray(), -1
        self._timer: asyncio.TimerHandle | None = None
        self._closing = False

    def open(self) -> None:
        """Connect, and go on when that is done."""
        self._run.loop.create_task(self._connect())

    def close(self) -> None:
        """End."""
        self._closing = True
        if self._transport:
            self._transport.close()

    async def _connect(self) -> None:
        try:
            await self._run.loop.create_connection(lambda: self, self._host, self._port)
        except OSError:
            number = self._run.take()
            if number is not None:
                self._run.settle(number, 0)
                self._run.loop.call_later(0.05, self.open)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._closing:
            return
        if self._number >= 0:
            self._settle(0)
        if self._run.next < len(self._run.requests):
            self.open()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 or self._number < 0:
            return
        head = bytes(self._buffer[:end]).lower()
        if len(self._buffer) < end + 4 + _length(head):
            return
        self._buffer.clear()
        self._settle(int(head[9:12]))
        if b"connection: close" not in head:
            self._next()

    def _next(self) -> None:
        number = self._run.take()
        if number is None:
            return
        self._number = number
        wait = self._run.result.due[number] - time.monotonic() if self._run.paced else 0.0
        if wait > 0.0005:
            self._timer = self._run.loop.call_later(wait, self._send)
        else:
            self._send()

    def _send(self) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        now, result = time.monotonic(), self._run.result
        result.sent[self._number] = now
        if not self._run.paced:
            result.due[self._number] = now
        self._transport.write(self._run.requests[self._number])
        self._timer = self._run.loop.call_later(PATIENCE, self._give_up, self._number)

    def _give_up(self, number: int) -> None:
        if self._number == number and self._transport:
            self._transport.abort()

    def _settle(self, status: int) -> None:
        if self._timer:
            self._timer.cancel()
        number, self._number = self._number, -1
        self._run.settle(number, status)


def _length(head: bytes) -> int:
    at = head.find(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
