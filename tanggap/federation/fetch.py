"""Documents of other servers, fetched for a request that waits: briefly, few at a time, and failures remembered."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import orjson

from tanggap.base.addresses import Unreachable, read_url
from tanggap.base.http import Answer, DoorError
from tanggap.federation.gate import Gate
from tanggap.federation.names import Malformed, host_of, id_in
from tanggap.federation.remote import RemoteActor, actor_in, is_actor, key_in, page_of

FETCH_SECONDS = 4.0
LARGEST_DOCUMENT = 256_000
REMEMBER_SECONDS = 60.0
# What may be better soon is asked again soon; where the server says when, then, but no later than the minute.
PASSING_SECONDS = 5.0
MOST_REMEMBERED = 10_000
ACCEPT = 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
# A plain JSON file that somebody uploaded there must not pass for an account.
_TYPES = ("application/activity+json", "application/ld+json")
# RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4: refused now, not for good.
_PASSING = frozenset({408, 425, 429})


class CannotFetch(Exception):
    """A document could not be had. `gone`: the server says that it is no more; `passing`: later may be better.

    `wait`: after how many seconds asking again makes sense.
    """

    def __init__(self, reason: str, *, passing: bool, gone: bool = False, retry_after: float | None = None):
        super().__init__(reason)
        self.passing = passing
        self.gone = gone
        soonest = PASSING_SECONDS if passing else REMEMBER_SECONDS
        self.wait = min(max(soonest, retry_after or 0.0), REMEMBER_SECONDS)


class FetchDoor(Protocol):
    """The guarded door, as far as it is needed here."""

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float = 10.0,
        max_bytes: int = 1_000_000,
        resign: Callable[[str], Mapping[str, str]] | None = None,
    ) -> Answer:
        """Make one request; any status is an answer. Raises DoorError."""


# Headers that sign a GET of this address as the instance's own actor; empty where there is no such actor yet.
Signer = Callable[[str], Mapping[str, str]]


class Fetcher:
    """Fetches keys and accounts. One for a process; safe between threads."""

    def __init__(self, door: Callable[[], FetchDoor], sign: Signer, allow_http: bool, gate: Gate | None = None):
        self._door, self._sign, self._allow_http = door, sign, allow_http
        self._gate = gate or Gate()
        self._failures = _Failures()

    def actor_of_key(self, key_id: str, meanwhile: Callable[[], bool] = lambda: False) -> RemoteActor | None:
        """The account that owns a key, proven from both sides. Raises CannotFetch and Busy.

        None when `meanwhile`, asked after waiting for a place, says that somebody else has found it.
        """
        return self._once(key_id, lambda deadline: None if meanwhile() else self._find(key_id, deadline))

    def document(self, url: str) -> dict[str, Any]:
        """One document of another server under its own id. Raises CannotFetch and Busy."""
        return self._once(url, lambda deadline: self._get(url, deadline))

    def _once(self, name: str, find: Callable[[float], Any]) -> Any:
        try:
            host = host_of(name)
        except Malformed as error:
            raise CannotFetch("a key that is no web address", passing=False) from error
        self._failures.check(name)
        with self._gate.place(host):
            # Whoever waited here may have waited for the very document that has just failed.
            self._failures.check(name)
            try:
                return find(time.monotonic() + FETCH_SECONDS)
            except Malformed as error:
                failed = CannotFetch(str(error), passing=False)
            except CannotFetch as error:
                failed = error
        self._failures.remember(name, failed)
        raise failed

    def _find(self, key_id: str, deadline: float) -> RemoteActor:
        page = page_of(key_id)
        document = self._get(page, deadline)
        key = key_in(document, key_id)
        if is_actor(document) and id_in(document) == page:
            return actor_in(document, key)
        return actor_in(self._get(key.owner, deadline), key)

    def _get(self, url: str, deadline: float) -> dict[str, Any]:
        if url.startswith("http:") and not self._allow_http:
            raise CannotFetch("keys are not fetched over plain http", passing=False)
        left = max(0.1, deadline - time.monotonic())
        try:
            read_url(url)
            headers = {"Accept": ACCEPT, **self._sign(url)}
            answer = self._door().request(
                "GET", url, headers=headers, timeout=left, max_bytes=LARGEST_DOCUMENT, resign=self._sign
            )
        except DoorError as error:
            raise CannotFetch(error.reason, passing=not error.permanent, retry_after=error.retry_after) from error
        except Unreachable as error:
            # An id may look like an address and lead nowhere.
            raise CannotFetch(str(error), passing=not error.permanent) from error
        return _document(answer, url)


def _document(answer: Answer, url: str) -> dict[str, Any]:
    """What the server answered, if it is a document of ActivityStreams and still from the host that was asked."""
    # 404 may be a server's bad hour; only 410 says that it was there and is no more.
    if answer.status == 410:
        raise CannotFetch("the key's document is gone", passing=False, gone=True)
    if answer.status != 200:
        passing = answer.status >= 500 or answer.status in _PASSING
        after = seconds_of(answer.headers.get("retry-after", ""))
        raise CannotFetch(f"the key's server answered {answer.status}", passing=passing, retry_after=after)
    if host_of(answer.url or url) != host_of(url):
        raise Malformed("the key's document came from another host")
    if not answer.headers.get("content-type", "").lower().startswith(_TYPES):
        raise Malformed("the key's document is of another type")
    try:
        document = orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        raise Malformed("the key's document is no JSON") from error
    if not isinstance(document, dict):
        raise Malformed("the key's document is no object")
    # A document without an id of its own, or with another host's, speaks for nobody here.
    if host_of(id_in(document)) != host_of(url):
        raise Malformed("the key's document is another host's")
    return document


class _Failures:
    """Failures of the last minute, each of one document alone.

    A host is never remembered: whoever finds one slow address of a server could silence everybody else there. How
    many of our threads a server holds that does not answer at all is the gate's business.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, CannotFetch]] = {}
        self._lock = threading.Lock()

    def check(self, name: str) -> None:
        """Raise the failure again that is still remembered under the name."""
        known = self._known.get(name)
        left = known[0] - time.monotonic() if known else 0.0
        if known and left > 0:
            failure = known[1]
            raise CannotFetch(str(failure), passing=failure.passing, gone=failure.gone, retry_after=left)

    def remember(self, name: str, failure: CannotFetch) -> None:
        """Keep a failure for as long as asking again makes no sense."""
        with self._lock:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[name] = (time.monotonic() + failure.wait, failure)


def seconds_of(retry_after: str) -> float | None:
    """The seconds in a Retry-After header; None for a date or anything else, since clocks differ."""
    return float(retry_after) if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 7 else None
