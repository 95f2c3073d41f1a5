"""Where passwords are checked, for the page and the interface alike: a few at a time, and so many wrong ones.

Failures count by name and address (django-axes, in `settings`), and here by network alone, so that nobody tries one
password with many names. A name that has signed in from the network lately is let past the network's count: officers
of one office share its address, and must not be shut out because a stranger or a colleague there mistypes.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from math import ceil

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.people.actions import count_try
from tanggap.people.models import User
from tanggap.people.queries import full_until
from tanggap.web.public.doors import network_of

MOST_FAILURES, FAILURES_WITHIN = 30, timedelta(minutes=15)
KNOWN_FOR = timedelta(days=30)
# A check costs a processor a tenth of a second on purpose. The rest of the web server's threads are for everybody else.
CHECKED_AT_ONCE, WAITING = 2, 4
SOON = 3

_places = threading.BoundedSemaphore(CHECKED_AT_ONCE + WAITING)
_checks = threading.BoundedSemaphore(CHECKED_AT_ONCE)


class TryLater(Exception):
    """No password is looked at now; the text is for people, and `seconds` says when to come again."""

    status = 503

    def __init__(self, words: str, seconds: int):
        super().__init__(words)
        self.seconds = seconds


class TooBusy(TryLater):
    """Others are signing in at this moment."""

    def __init__(self) -> None:
        super().__init__(_("Many are signing in at this moment. Wait a few seconds, then try again."), SOON)


class TooManyFailures(TryLater):
    """Too many wrong passwords came from this network."""

    status = 429

    def __init__(self, until: datetime) -> None:
        seconds = max(1, ceil((until - now()).total_seconds()))
        words = _("Too many wrong passwords came from your network. Try again in %(minutes)s minutes.")
        super().__init__(words % {"minutes": ceil(seconds / 60)}, seconds)


def checked_user(request: HttpRequest, username: str, password: str) -> User | None:
    """The active user with this name and password, or None. Raises TooBusy and TooManyFailures."""
    network, name = network_of(request), username.strip().lower()
    with _turn():
        closed = full_until("sign_in.failed", network, MOST_FAILURES)
        if closed and not full_until("sign_in.known", f"{network}\0{name}", 1):
            raise TooManyFailures(closed)
        user = authenticate(request, username=username, password=password)
    if user is not None:
        count_try("sign_in.known", f"{network}\0{user.get_username().lower()}", 1, KNOWN_FOR)
    # What is closed by its name already was no look at a password.
    elif not getattr(request, "axes_locked_out", False):
        count_try("sign_in.failed", network, MOST_FAILURES, FAILURES_WITHIN)
    return user


@contextmanager
def _turn() -> Iterator[None]:
    """A place among the few who sign in now; a short queue waits, whoever comes after it is told so at once."""
    if not _places.acquire(blocking=False):
        raise TooBusy()
    try:
        with _checks:
            yield
    finally:
        _places.release()
