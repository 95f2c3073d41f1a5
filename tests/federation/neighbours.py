"""A neighbour on the network: a key, an actor, and requests signed by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tanggap.federation.signatures.claim import Arriving
from tanggap.federation.signatures.keys import PrivateKey, PublicKey, load_private, load_public
from tanggap.federation.signatures.verify import SIGNERS

NOW = 1_790_000_000.0
OURS = "kota.example"
ACTOR = "https://warga.example/users/siti"
KEY_ID = f"{ACTOR}#main-key"
BODY = b'{"id":"https://warga.example/a/1","type":"Like","actor":"https://warga.example/users/siti","object":"https://kota.example/notes/1"}'


@dataclass
class Neighbour:
    """Somebody who signs; every part of what is signed can be turned."""

    private_pem: str
    public_pem: str
    key_id: str = KEY_ID
    key: PrivateKey = field(init=False)
    public: PublicKey = field(init=False)

    def __post_init__(self) -> None:
        self.key, self.public = load_private(self.private_pem), load_public(self.public_pem)

    def headers(self, scheme: str, url: str = f"https://{OURS}/inbox", body: bytes | None = BODY, **turned) -> dict:
        """Headers as they leave the neighbour."""
        at = turned.pop("at", NOW)
        method = turned.pop("method", "POST")
        return SIGNERS[scheme](method, url, body, key_id=turned.pop("key_id", self.key_id), key=self.key, at=at)


def as_meta(headers: dict[str, str], path: str = "/inbox", method: str = "POST") -> dict[str, str]:
    """Headers as WSGI hands them over."""
    meta = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": ""}
    return meta | {"HTTP_" + name.upper().replace("-", "_"): value for name, value in headers.items()}


def arriving(headers: dict[str, str], body: bytes = BODY, path: str = "/inbox", **turned) -> Arriving:
    """A request as the signature readers get it."""
    meta = as_meta(headers, path, turned.pop("method", "POST"))
    return Arriving(meta, body, turned.pop("hosts", {OURS}), turned.pop("scheme", "https"), turned.pop("now", NOW))


OFFICE = f"https://{OURS}/@dinas-pu"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = f"{ACTOR}/followers"


def note(**turned: Any) -> dict[str, Any]:
    """A post as Mastodon sends it; `None` takes a property away."""
    post = {
        "id": f"{ACTOR}/statuses/1",
        "type": "Note",
        "summary": None,
        "inReplyTo": None,
        "published": "2026-09-21T14:00:00Z",
        "url": "https://warga.example/@siti/1",
        "attributedTo": ACTOR,
        "to": [PUBLIC],
        "cc": [FOLLOWERS, OFFICE],
        "sensitive": False,
        "conversation": "tag:warga.example,2026-09-21:objectId=1:objectType=Conversation",
        "content": '<p><span class="h-card"><a href="https://kota.example/@dinas-pu" class="u-url mention">'
        "@<span>dinas-pu</span></a></span> Jalan berlubang di depan pasar.</p>",
        "tag": [{"type": "Mention", "href": OFFICE, "name": "@dinas-pu@kota.example"}],
        "attachment": [],
        "replies": {"id": f"{ACTOR}/statuses/1/replies", "type": "Collection", "first": {"items": []}},
    }
    return {name: value for name, value in (post | turned).items() if name not in turned or value is not None}


def activity(kind: str = "Create", thing: Any = None, **turned: Any) -> dict[str, Any]:
    """An activity of the neighbour around a thing."""
    thing = note() if thing is None else thing
    whole = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{ACTOR}/activities/1",
        "type": kind,
        "actor": ACTOR,
        "published": "2026-09-21T14:00:00Z",
        "object": thing,
    }
    return {name: value for name, value in (whole | turned).items() if value is not None}
