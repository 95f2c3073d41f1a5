"""Invented events and a pretend Graph API, for `tanggap connector check facebook` and the tests."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tanggap.channels.contract import Answer, Audience, Author, Connection, HookRequest, Letter, OutgoingMessage
from tanggap.channels.testing import Samples

PAGE, CITIZEN = "100200300400", "7654321000"
POST, COMMENT = f"{PAGE}_900", "900_901"
WRITTEN = 1770595200
CONNECTION = Connection(
    kind="facebook",
    account_id=PAGE,
    settings={"api": "https://graph.example"},
    secrets={"app_secret": "invented-app-secret", "verify_token": "invented-verify", "access_token": "EAAinvented"},
)


def signed_hook(told: Any, secret: str = CONNECTION.secrets["app_secret"]) -> HookRequest:
    """A request as Facebook signs it. `told` is bytes, or what is written as JSON."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return HookRequest("POST", {}, {"x-hub-signature-256": f"sha256={signature}"}, body)


def entry(*changes: dict[str, Any], page: str = PAGE, time: int = WRITTEN + 5) -> dict[str, Any]:
    """One Page's part of a hook."""
    return {"id": page, "time": time, "changes": [{"field": "feed", "value": change} for change in changes]}


def comment(text: str = "lampu jalan mati sejak minggu lalu", **changed: Any) -> dict[str, Any]:
    """A comment by a citizen under one of the Page's posts."""
    value = {
        "item": "comment",
        "verb": "add",
        "from": {"id": CITIZEN, "name": "Sari Rekaan"},
        "post_id": POST,
        "comment_id": COMMENT,
        "parent_id": POST,
        "created_time": WRITTEN,
        "message": text,
        "post": {"permalink_url": "https://www.facebook.com/teladan/posts/900", "status_type": "mobile_status_update"},
    }
    return {**value, **changed}


def message(text: str = "mau lapor soal petugas", **changed: Any) -> dict[str, Any]:
    """A message by a citizen to the Page."""
    value = {
        "sender": {"id": CITIZEN},
        "recipient": {"id": PAGE},
        "timestamp": WRITTEN * 1000,
        "message": {"mid": "m_invented_1", "text": text},
    }
    return {**value, **changed}


def hook(*entries: dict[str, Any]) -> dict[str, Any]:
    """What Facebook posts."""
    return {"object": "page", "entry": list(entries)}


class PretendGraph:
    """A Graph API that keeps what is posted and shows it again."""

    def __init__(self) -> None:
        self.kept: dict[str, list[dict[str, Any]]] = {}
        self.parents: dict[str, str] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []

    def request(self, method: str, url: str, **given: Any) -> Answer:
        """Take a comment, post or message, or list what was taken."""
        parts = urlsplit(url)
        _, node, *edge = parts.path.strip("/").split("/")
        sent = (given.get("body") or b"").decode() if method == "POST" else parts.query
        fields = {name: values[0] for name, values in parse_qs(sent).items()}
        self.asked.append((method, parts.path, fields))
        if not given["headers"]["authorization"].startswith("Bearer "):
            return _json({"error": {"code": 190}}, 401)
        if method == "POST":
            return self._keep(node, edge[0], fields)
        if not edge:
            return _json({"id": node, **({"parent": {"id": self.parents[node]}} if node in self.parents else {})})
        return self._list(node, edge[0], fields)

    def mail(self, letter: Letter) -> None:
        """Facebook takes no letters."""
        raise NotImplementedError

    def _keep(self, node: str, edge: str, fields: dict[str, str]) -> Answer:
        number = f"{node.partition('_')[0]}_{1000 + len(self.asked)}"
        words = json.loads(fields["message"])["text"] if edge == "messages" else fields["message"]
        item = {"id": number, "message": words, "from": {"id": PAGE}, "created_time": "2026-02-09T00:00:05+0000"}
        where = json.loads(fields["recipient"])["id"] if edge == "messages" else self.parents.get(node, node)
        self.kept.setdefault(f"{where}/{edge}", []).insert(0, item)
        return _json({"message_id": number, "recipient_id": where} if edge == "messages" else {"id": number})

    def _list(self, node: str, edge: str, fields: dict[str, str]) -> Answer:
        if edge == "conversations":
            found = self.kept.get(f"{fields['user_id']}/messages", [])
            return _json({"data": [{"id": "t_1", "messages": {"data": found}}] if found else []})
        return _json({"data": self.kept.get(f"{node}/{edge}", [])})


def _json(told: dict[str, Any], status: int = 200) -> Answer:
    return Answer(status, {"content-type": "application/json"}, json.dumps(told).encode())


ANSWER = OutgoingMessage(
    message_id="01invented",
    url="https://teladan.example/notes/01invented",
    text="Terima kasih. Lampunya kami periksa hari ini.",
    html="<p>Terima kasih. Lampunya kami periksa hari ini.</p>",
    audience=Audience.PUBLIC,
    account_id=PAGE,
    in_reply_to=COMMENT,
    recipient=Author(CITIZEN, name="Sari Rekaan"),
    published_at=datetime(2026, 2, 9, tzinfo=UTC),
)
PUBLICATION = OutgoingMessage(
    message_id="02invented",
    url="https://teladan.example/publications/02invented",
    text="Jalan Kenari ditutup sampai Jumat.",
    html="<p>Jalan Kenari ditutup sampai Jumat.</p>",
    audience=Audience.PUBLIC,
    account_id=PAGE,
)
PRIVATE = OutgoingMessage(
    message_id="03invented",
    url="https://teladan.example/notes/03invented",
    text="Laporan Anda kami terima.",
    html="<p>Laporan Anda kami terima.</p>",
    audience=Audience.DIRECT,
    account_id=PAGE,
    in_reply_to="m_invented_1",
    recipient=Author(CITIZEN),
)
LIKE = {"item": "reaction", "verb": "add", "reaction_type": "love", "from": {"id": CITIZEN}, "post_id": POST}

SAMPLES = Samples(
    connection=CONNECTION,
    hooks=[
        signed_hook(hook(entry(comment()), entry(comment(verb="edited"), comment(verb="remove")), entry(LIKE))),
        signed_hook(hook({"id": PAGE, "time": WRITTEN * 1000, "messaging": [message()]})),
    ],
    handshakes=[
        HookRequest(
            "GET",
            {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "invented-verify"},
            {},
            b"",
        )
    ],
    messages=[ANSWER, PUBLICATION, PRIVATE],
    network=PretendGraph,
)
