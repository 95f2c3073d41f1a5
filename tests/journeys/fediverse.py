"""A small honest server of the fediverse on the loopback: accounts, signed posts, and an inbox that checks who wrote.

It knows the protocol from its texts and nothing of Tanggap's code.
"""

from __future__ import annotations

import http.client
import itertools
import json
import random
import threading
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from town.fediverse.signatures import BadSignature, sign, verify
from town.keys import public_pem

Json = dict[str, Any]
ACTIVITY_JSON = "application/activity+json"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
PATIENCE = 20.0
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Taken:
    """One activity that arrived, and what was wrong with its signature."""

    activity: Json
    signer: str
    fault: str = ""


@dataclass(frozen=True)
class Reply:
    """What a server answered, and after how many seconds. The names of headers are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


@dataclass
class Neighbour:
    """One server with as many accounts as are asked for; they share a key, which costs a fifth of a second to make."""

    key: RSAPrivateKey = field(default_factory=lambda: generate_private_key(65537, 2048))
    address: str = "127.0.0.1"
    taken: list[Taken] = field(default_factory=list)
    # How long at most it thinks between taking something in and saying so.
    slowness: float = 0.0
    base: str = ""
    _keys: dict[str, str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def actor(self, name: str = "siti") -> str:
        """An account's id."""
        return f"{self.base}/users/{name}"

    def document(self, name: str) -> Json:
        """An account's document."""
        me = self.actor(name)
        return {
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": me,
            "type": "Person",
            "preferredUsername": name,
            "name": name.title(),
            "inbox": f"{me}/inbox",
            "outbox": f"{me}/outbox",
            "url": me,
            "publicKey": {"id": f"{me}#main-key", "owner": me, "publicKeyPem": public_pem(self.key)},
            "endpoints": {"sharedInbox": f"{self.base}/inbox"},
        }

    def complaint(self, office: str, words: str = "Jalan berlubang di depan pasar.", name: str = "siti") -> Json:
        """The Create of a public note that mentions an agency."""
        me, number, at = self.actor(name), next(_numbers), datetime.now(UTC).isoformat(timespec="seconds")
        note = {
            "id": f"{me}/notes/{number}",
            "type": "Note",
            "attributedTo": me,
            "published": at,
            "to": [PUBLIC],
            "cc": [f"{me}/followers", office],
            "content": f"<p>{words} ({number})</p>",
            "tag": [{"type": "Mention", "href": office, "name": "@dinas-pu"}],
        }
        return {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": f"{me}/activities/{number}",
            "type": "Create",
            "actor": me,
            "published": at,
            "to": note["to"],
            "cc": note["cc"],
            "object": note,
        }

    def signed(self, url: str, body: bytes, name: str = "siti", at: float | None = None) -> dict[str, str]:
        """The headers with which an account sends a body."""
        return sign("POST", url, body, f"{self.actor(name)}#main-key", self.key, at)

    def post(self, url: str, activity: Json | bytes, seconds: float = PATIENCE) -> Reply:
        """Send an activity, signed by its actor."""
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        name = "siti" if isinstance(activity, bytes) else str(activity["actor"]).rpartition("/")[2]
        return send(url, body, self.signed(url, body, name), seconds=seconds)

    def replies(self, note: str) -> list[Taken]:
        """What arrived in answer to a note."""
        return [one for one in list(self.taken) if _answered(one.activity) == note]

    def take(self, target: str, headers: Mapping[str, str], body: bytes) -> None:
        """Keep what came to an inbox, and whether the signature is its sender's."""
        try:
            signer, fault = verify("POST", target, headers, body, self._key_of), ""
        except BadSignature as error:
            signer, fault = "", str(error)
        self.taken.append(Taken(json.loads(body), signer, fault))

    def _key_of(self, key_id: str) -> str:
        """Another server's key, which must be its owner's and fetched from there."""
        with self._lock:
            if key_id not in self._keys:
                page = urllib.request.Request(key_id.partition("#")[0], headers={"Accept": ACTIVITY_JSON})
                with urllib.request.urlopen(page, timeout=PATIENCE) as answer:
                    shown = json.load(answer)["publicKey"]
                if shown["id"] != key_id or shown["owner"] != page.full_url:
                    raise BadSignature("a key of another")
                self._keys[key_id] = shown["publicKeyPem"]
            return self._keys[key_id]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body in one packet: the other side would wait for the second.
    wbufsize = 65536
    owner: Neighbour

    def do_GET(self) -> None:
        place, _, name = self.path.rpartition("/")
        known = place == "/users" and name
        self._answer(200 if known else 404, json.dumps(self.owner.document(name)).encode() if known else b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.owner.take(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        time.sleep(random.uniform(0, self.owner.slowness))
        self._answer(202, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", ACTIVITY_JSON)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """A client that was killed in the middle of a request is what some journeys are about."""


@contextmanager
def neighbour(key: RSAPrivateKey | None = None, address: str = "127.0.0.1") -> Iterator[Neighbour]:
    """A running server."""
    owner = Neighbour(address=address, **({"key": key} if key else {}))
    server = _Server((address, 0), type("Handler", (_Handler,), {"owner": owner}))
    owner.base = f"http://{address}:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield owner
    finally:
        server.shutdown()
        server.server_close()


def send(url: str, body: bytes, headers: Mapping[str, str], method: str = "POST", seconds: float = PATIENCE) -> Reply:
    """One request on a connection of its own. Raises OSError and HTTPException when there is no answer."""
    parts, started = urlsplit(url), time.monotonic()
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)
    try:
        connection.connect()
        # A server need not read to its end what it refuses; its answer may be there all the same.
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.request(method, parts.path, body, {"Content-Type": ACTIVITY_JSON, **headers})
        answer = connection.getresponse()
        given = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, given, answer.read(), time.monotonic() - started)
    finally:
        connection.close()


def _answered(activity: Json) -> str:
    note = activity.get("object")
    return str(note.get("inReplyTo")) if activity.get("type") == "Create" and isinstance(note, dict) else ""
