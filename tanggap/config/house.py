"""Loads the whole house before it is asked anything, so that nobody waits for it and forked children share it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tanggap.config.commandline import prepare_django
from tanggap.config.process import settle_memory

WORKING_DAYS_AHEAD = 60


def load_house() -> Callable[..., Any]:
    """Load every room with its addresses and steps; returns the WSGI application."""
    prepare_django()
    from django.urls import get_resolver

    from tanggap.config import flow
    from tanggap.config.wsgi import application

    # The views are loaded by the first look at their addresses.
    assert get_resolver().reverse_dict
    assert flow.STEPS
    _load_calendar()
    settle_memory()
    return application


def _load_calendar() -> None:
    """Load the holidays of the next months, for which the first post would wait most of a second."""
    from tanggap.base.clock import now
    from tanggap.rules.calendar import Calendar, office_day
    from tanggap.rules.packs import BadPack, pack

    # What is wrong with a pack is said by the checks before serving.
    with suppress(BadPack):
        Calendar(pack(), {}).after(office_day(now()), WORKING_DAYS_AHEAD)
