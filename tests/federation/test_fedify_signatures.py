"""Both signature schemes, both ways, against an implementation that is not ours."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tanggap.base.http import GuardedDoor
from tanggap.channels.contract import Audience, Author, Connection, OutgoingMessage
from tanggap.federation import documents
from tanggap.federation.connector import ActivityPubConnector
from tanggap.federation.signatures.claim import Arriving
from tanggap.federation.signatures.keys import load_public
from tanggap.federation.signatures.verify import read_claim, signed_by
from tests.peers.fedify_peer import FedifyPeer, running

pytestmark = pytest.mark.peer
SPECS = {"cavage": "draft-cavage-http-signatures-12", "rfc9421": "rfc9421"}


class Office:
    """An actor of ours on a bare server: shows its document, keeps what it is sent."""

    def __init__(self, public_pem: str):
        self.inbox: list[Arriving] = []
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = json.dumps(documents.actor_document(office.facts)).encode()
                self.send_response(200)
                self.send_header("Content-Type", documents.SELF_TYPE)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                meta = {"REQUEST_METHOD": "POST", "PATH_INFO": self.path, "QUERY_STRING": ""}
                meta |= {"HTTP_" + name.upper().replace("-", "_"): value for name, value in self.headers.items()}
                meta["CONTENT_TYPE"] = self.headers["Content-Type"]
                office.inbox.append(Arriving(meta, body, {office.host}, "http", time.time()))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("localhost", 0), Handler)
        self.host = f"localhost:{self.server.server_port}"
        base = f"http://{self.host}"
        self.facts = documents.ActorFacts(
            f"{base}/@dinas-pu", "Organization", "dinas-pu", "Dinas PU", "", base, public_pem, f"{base}/inbox"
        )
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def office(pems) -> Iterator[Office]:
    one = Office(pems[1])
    yield one
    one.server.shutdown()


@pytest.fixture(scope="module", params=sorted(SPECS))
def peer(request) -> Iterator[tuple[str, FedifyPeer]]:
    with running(SPECS[request.param]) as one:
        yield request.param, one


class Servers:
    def __init__(self, scheme, key_id, key):
        self.scheme, self.key_id, self.key, self.learned = scheme, key_id, key, {}

    def scheme_of(self, host):
        return self.scheme

    def learn(self, host, scheme):
        self.learned[host] = scheme

    def key_of(self, connection):
        return self.key_id, self.key


def test_what_fedify_signs_fits_its_key(peer, office):
    scheme, fedify = peer
    said = fedify.ask("post", actor=office.facts.id, text="Jalan berlubang")
    request = office.inbox[-1]
    claim = read_claim(request)
    document = GuardedDoor(allow_private=True).request("GET", fedify.actor, headers={"Accept": documents.SELF_TYPE})
    key = json.loads(document.body)["publicKey"]
    assert (claim.scheme, claim.key_id) == (scheme, key["id"])
    assert signed_by(claim, load_public(key["publicKeyPem"]))
    [post] = ActivityPubConnector().read_events(request.body, Connection("activitypub", "", {}, {}))
    assert (post.remote_id, post.text, post.audience) == (said["note"], "Jalan berlubang", Audience.PUBLIC)
    assert office.facts.id in post.addressed_to


def test_fedify_takes_what_we_sign(peer, office, neighbour):
    scheme, fedify = peer
    servers = Servers(scheme, office.facts.key_id, neighbour.key)
    url = f"http://{office.host}/notes/{scheme}"
    message = OutgoingMessage(
        scheme, url, "Sudah", "<p>Sudah</p>", Audience.PUBLIC, office.facts.id, "id",
        recipient=Author(fedify.actor, "warga@localhost", inbox=f"{fedify.actor}/inbox"),
    )  # fmt: skip
    held = Connection("activitypub", office.facts.id, {}, {})
    ActivityPubConnector(servers).send(message, held, GuardedDoor(allow_private=True))
    assert servers.learned == {fedify.origin.removeprefix("http://"): scheme}
    assert url in [one["object"]["id"] for one in fedify.arrived("Create")]


def test_fedify_refuses_what_another_key_signed(peer, office, stranger):
    _, fedify = peer
    servers = Servers(None, office.facts.key_id, stranger.key)
    message = OutgoingMessage(
        "x", "http://x.example/x", "x", "<p>x</p>", Audience.PUBLIC, office.facts.id,
        recipient=Author(fedify.actor, inbox=f"{fedify.actor}/inbox"),
    )  # fmt: skip
    held = Connection("activitypub", office.facts.id, {}, {})
    with pytest.raises(Exception, match="the server answered 401"):
        ActivityPubConnector(servers).send(message, held, GuardedDoor(allow_private=True))
