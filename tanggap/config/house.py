"""Loads the whole house before it is asked anything, so that nobody waits for it and forked children share it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tanggap.config.commandline import prepare_django
from tanggap.config.process import settle_memory


def load_house() -> Callable[..., Any]:
    """Load every room with its addresses and steps; returns the WSGI application."""
    prepare_django()
    from django.urls import get_resolver

    from tanggap.config import flow
    from tanggap.config.wsgi import application

    # The views are loaded by the first look at their addresses.
    assert get_resolver().reverse_dict
    assert flow.STEPS
    settle_memory()
    return application
