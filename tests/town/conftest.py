"""A town whose citizens keep quiet, and a small city beside it to talk to."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import urllib3
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from town.fediverse.signatures import sign
from town.keys import public_pem
from town.routes import build_routes
from town.settings import Settings
from town.town import Town
from town.web import Request, Response, Routes, WebServer, json_response

TOKEN, SECRET, VERIFY, PAGE_ID = "invented-token", "invented-secret", "invented-verify", "100200300400500"


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class City:
    """A government's server, as small as one can be: one agency, an inbox and a hook that keep what comes."""

    def __init__(self) -> None:
        self.key = generate_private_key(65537, 2048)
        self.port = free_port()
        self.base = f"http://localhost:{self.port}"
        self.agency = f"{self.base}/@dinas-pu"
        self.received: list[tuple[Request, dict[str, Any]]] = []
        self.hooked: list[Request] = []
        self.hook_status = 200
        table = [
            ("GET", r"/\.well-known/webfinger", lambda request: json_response({"links": [self._self()]})),
            ("GET", r"/@dinas-pu", lambda request: json_response(self._actor())),
            ("POST", r"/inbox", self._take),
            ("GET", r"/hook", lambda request: Response(request.query["hub.challenge"].encode())),
            ("POST", r"/hook", self._hook),
        ]
        self.routes = Routes(table)
        self.server = WebServer(self.port, self.routes)
        self.server.start()

    def send(self, url: str, activity: dict[str, Any]) -> int:
        """Send a signed activity; the status that comes back."""
        body = json.dumps(activity).encode()
        headers = sign("POST", url, body, f"{self.agency}#main-key", self.key)
        return int(urllib3.request("POST", url, body=body, headers=headers).status)

    def note(self, text: str, to: list[str], in_reply_to: str | None = None, number: int = 1) -> dict[str, Any]:
        """A Create of the agency."""
        uri = f"{self.base}/notes/{number}"
        shown = {"id": uri, "type": "Note", "attributedTo": self.agency, "content": text, "to": to}
        note = shown | {"inReplyTo": in_reply_to, "published": "2026-02-09T00:00:00Z"}
        return {"id": f"{uri}/activity", "type": "Create", "actor": self.agency, "object": note, "to": to}

    def activities(self, kind: str = "") -> list[dict[str, Any]]:
        """What came to the inbox."""
        return [told for _, told in self.received if kind in ("", told["type"])]

    def _self(self) -> dict[str, str]:
        return {"rel": "self", "type": "application/activity+json", "href": self.agency}

    def _actor(self) -> dict[str, Any]:
        key = {"id": f"{self.agency}#main-key", "owner": self.agency, "publicKeyPem": public_pem(self.key)}
        facts = {"id": self.agency, "type": "Organization", "name": "Dinas PU", "preferredUsername": "dinas-pu"}
        doors = {"inbox": f"{self.agency}/inbox", "endpoints": {"sharedInbox": f"{self.base}/inbox"}}
        return facts | doors | {"publicKey": key}

    def _take(self, request: Request) -> Response:
        self.received.append((request, json.loads(request.body)))
        return Response(b"", 202)

    def _hook(self, request: Request) -> Response:
        self.hooked.append(request)
        return Response(b"", self.hook_status)


@pytest.fixture(scope="session")
def kept_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys take time to make, so the towns of a test run share theirs."""
    return tmp_path_factory.mktemp("town-keys")


@pytest.fixture(scope="session")
def shared_city() -> Iterator[City]:
    """One city for all tests."""
    city = City()
    yield city
    city.server.stop()


@pytest.fixture
def city(shared_city: City) -> City:
    """The city, with nothing received yet."""
    shared_city.received.clear()
    shared_city.hooked.clear()
    shared_city.hook_status = 200
    return shared_city


@pytest.fixture
def town(city: City, kept_keys: Path, tmp_path: Path) -> Iterator[Town]:
    """A town that serves and delivers, but does nothing by itself."""
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "keys").symlink_to(kept_keys)
    settings = Settings(
        port=free_port(),
        data=tmp_path / "town",
        tanggap=city.base,
        pace=0,
        page_hook=f"{city.base}/hook",
        page_id=PAGE_ID,
        page_token=TOKEN,
        app_secret=SECRET,
        verify_token=VERIFY,
        mail_dir=tmp_path / "mail",
    )
    made = Town(settings)
    server = WebServer(settings.port, build_routes(made))
    server.start()
    made.page.open()
    made.courier.start()
    made.fediverse.find_agencies()
    made.hooks.shake_hands()
    yield made
    server.stop()
    made.stop()


@pytest.fixture
def ask(town: Town) -> Callable[..., urllib3.BaseHTTPResponse]:
    """Ask the town's server for something."""

    def _ask(path: str, method: str = "GET", form: dict[str, str] | None = None, **given: Any) -> Any:
        if form is not None:
            given["body"] = urlencode(form).encode()
            given["headers"] = {"Content-Type": "application/x-www-form-urlencoded"}
        return urllib3.request(method, town.settings.base + path, redirect=False, **given)

    return _ask


def eventually(happens: Callable[[], Any], seconds: float = 5.0) -> Any:
    """Wait until something is true, and give it back."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = happens()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")
