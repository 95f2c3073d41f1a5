"""An officer's browser, signed in, and short ways to do what a page offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Desk:
    """A browser at which one officer sits."""

    def __init__(self, officer: Any) -> None:
        self.officer = officer
        self.client = Client()
        self.client.force_login(officer.user, backend=BACKEND)

    def get(self, path: str = "", **query: str) -> HttpResponse:
        """Open an address of the desk."""
        return self.client.get(f"/desk/{path}", query)

    def read(self, path: str = "", **query: str) -> str:
        """Open an address that must be there, and read it."""
        response = self.get(path, **query)
        assert response.status_code == 200
        return response.content.decode()

    def post(self, path: str, **typed: Any) -> HttpResponse:
        """Send a form."""
        return self.client.post(f"/desk/{path}", typed)

    def ask_news(self, page: HttpResponse) -> HttpResponse:
        """Ask what changed, as the open page does a second later."""
        address = page.content.decode().split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
        return self.client.get(address, headers={"HX-Request": "true"})


@pytest.fixture
def sit(office: Any) -> Callable[[str], Desk]:
    """Sit down as one of the office's people: `sit("colleague")`."""
    return lambda who: Desk(getattr(office, who))


@pytest.fixture
def desk(sit: Callable[[str], Desk]) -> Desk:
    """The desk of the officer who may do nearly everything."""
    return sit("officer")
