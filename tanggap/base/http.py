"""The guarded door: the only way out of the house over HTTP. Needs no Django.

The name is resolved here, every address is checked, and the connection goes to the checked address (a name that
resolves differently a moment later gains nothing). One deadline covers all of a request, dripping answers too.
"""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

from tanggap.base.addresses import Resolver, Target, Unreachable, read_url
from tanggap.base.sockets import PinnedConnection, Refused, tls_context

MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# These prove something about one address and must not be shown to another.
NOT_CARRIED_ONWARD = frozenset({"signature", "signature-input", "authorization", "cookie", "host", "date", "digest"})
CONNECT_SECONDS = 5.0
MOST_POOLS = 256
IDLE_PER_POOL = 3

PoolKey = tuple[str, str, int, str]


class DoorError(Exception):
    """An answer could not be had. `permanent` says whether trying again can help; the text names nobody."""

    def __init__(self, reason: str, *, permanent: bool, retry_after: float | None = None):
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Answer:
    """A response of any status. Header names are lower case; `url` is where it came from after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""


@dataclass(frozen=True, slots=True)
class DoorRules:
    """What the operator's settings say about the way out."""

    allow_private: bool = False
    extra_ca: str = ""
    agent: str = "Tanggap"


@dataclass(frozen=True, slots=True)
class _Call:
    method: str
    headers: Mapping[str, str]
    body: bytes | None
    deadline: float
    max_bytes: int


class GuardedDoor:
    """Requests with keep-alive, an address guard, one deadline and a size limit. Safe to share between threads."""

    def __init__(self, allow_private: bool = False, extra_ca: str = "", agent: str = "Tanggap"):
        self._agent = agent
        self._resolver = Resolver(allow_private)
        self._pools = _Pools(extra_ca)

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout: float = 10.0,
        max_bytes: int = 1_000_000,
        resign: Callable[[str], Mapping[str, str]] | None = None,
    ) -> Answer:
        """Make one request; any status is an answer. `timeout` is seconds for everything together.

        GET and HEAD follow up to three redirects, each through the guard and never from https to http. Signatures are
        not carried onward; `resign(url)` may give headers for the new address instead. Raises DoorError.
        """
        target, sent = _target(url), {"User-Agent": self._agent, **(headers or {})}
        deadline = time.monotonic() + timeout
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._ask(target, _Call(method, sent, body, deadline, max_bytes))
            location = answer.headers.get("location")
            if answer.status not in REDIRECTS or not location or method not in ("GET", "HEAD"):
                return answer
            target = _onward(target, location)
            sent = {name: value for name, value in sent.items() if name.lower() not in NOT_CARRIED_ONWARD}
            sent.update(resign(target.url) if resign else {})
        raise DoorError("redirected too often", permanent=True)

    def _ask(self, target: Target, call: _Call) -> Answer:
        try:
            addresses = self._resolver.addresses(target, call.deadline)
            for position, address in enumerate(addresses):
                patience = (call.deadline - time.monotonic()) / (len(addresses) - position)
                try:
                    return self._exchange(target, address, call, min(CONNECT_SECONDS, patience))
                except Refused:
                    # Nothing was sent yet, so the next address may be tried whatever the method.
                    self._resolver.put_last(target.host, address)
        except Unreachable as error:
            raise DoorError(str(error), permanent=error.permanent) from error
        except ssl.SSLError as error:
            raise DoorError("TLS refused", permanent=False) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            late = time.monotonic() >= call.deadline
            raise DoorError("timed out" if late else "connection broke", permanent=False) from error
        raise DoorError("could not connect", permanent=False)

    def _exchange(self, target: Target, address: str, call: _Call, patience: float) -> Answer:
        key = (target.scheme, target.host, target.port, address)
        connection, kept = self._pools.take(key), True
        if connection is None:
            connection, kept = self._pools.connect(key, call.deadline, patience), False
        connection.set_deadline(call.deadline)
        try:
            answer, reusable = _speak(connection, target, call)
        except (ConnectionError, http.client.RemoteDisconnected):
            connection.close()
            if kept and call.method in ("GET", "HEAD"):
                # The server closed an idle connection at that very moment; asking again changes nothing there.
                return self._exchange(target, address, call, patience)
            raise
        except BaseException:
            connection.close()
            raise
        if reusable:
            self._pools.give_back(key, connection)
        else:
            connection.close()
        return answer


@dataclass(slots=True)
class _Pools:
    """Idle connections by where they lead; the longest unused places go first."""

    extra_ca: str
    _idle: OrderedDict[PoolKey, list[PinnedConnection]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _context: ssl.SSLContext | None = None

    def take(self, key: PoolKey) -> PinnedConnection | None:
        while True:
            with self._lock:
                waiting = self._idle.get(key)
                connection = waiting.pop() if waiting else None
            if connection is None or connection.is_fresh():
                return connection
            connection.close()

    def connect(self, key: PoolKey, deadline: float, patience: float) -> PinnedConnection:
        scheme, host, port, address = key
        connection = PinnedConnection(host, port, address, self._tls() if scheme == "https" else None)
        connection.open(deadline, patience)
        return connection

    def give_back(self, key: PoolKey, connection: PinnedConnection) -> None:
        connection.rest()
        with self._lock:
            waiting = self._idle.setdefault(key, [])
            self._idle.move_to_end(key)
            waiting.append(connection)
            surplus = [waiting.pop(0)] if len(waiting) > IDLE_PER_POOL else []
            if len(self._idle) > MOST_POOLS:
                surplus += self._idle.popitem(last=False)[1]
        for old in surplus:
            old.close()

    def _tls(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = tls_context(self.extra_ca)
        return self._context


def door() -> GuardedDoor:
    """The process's one door, by the operator's settings."""
    return _door(_rules())


def take_rules_from(rules: Callable[[], DoorRules]) -> None:
    """Say where the door's rules come from; the settings do, so that this file needs no Django."""
    global _rules
    _rules = rules


_rules: Callable[[], DoorRules] = DoorRules


@lru_cache(maxsize=4)
def _door(rules: DoorRules) -> GuardedDoor:
    return GuardedDoor(rules.allow_private, rules.extra_ca, rules.agent)


def _speak(connection: PinnedConnection, target: Target, call: _Call) -> tuple[Answer, bool]:
    connection.request(call.method, target.path, body=call.body, headers=dict(call.headers))
    response = connection.getresponse()
    headers: dict[str, str] = {}
    for name, value in response.getheaders():
        lower = name.lower()
        headers[lower] = f"{headers[lower]}, {value}" if lower in headers else value
    if headers.get("content-encoding", "identity") != "identity":
        # Nothing was asked for packed: a small body that unpacks without end is an old trick.
        raise DoorError("answer is packed", permanent=True)
    body = response.read(call.max_bytes + 1)
    if len(body) > call.max_bytes:
        raise DoorError("answer is too large", permanent=True)
    if response.length:
        raise http.client.IncompleteRead(body, response.length)
    reusable = response.isclosed() and not response.will_close
    return Answer(response.status, headers, body, target.url), reusable


def _target(url: str) -> Target:
    try:
        return read_url(url)
    except Unreachable as error:
        raise DoorError(str(error), permanent=True) from error


def _onward(target: Target, location: str) -> Target:
    try:
        onward = _target(urljoin(target.url, location))
    except ValueError as error:
        raise DoorError("redirected to a malformed address", permanent=True) from error
    if target.scheme == "https" and onward.scheme != "https":
        raise DoorError("redirected to an unsafe scheme", permanent=True)
    return onward
