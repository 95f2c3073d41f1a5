"""The rest of the network, as far as keys are fetched from it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from tanggap.base.http import Answer
from tests.federation.neighbours import ACTOR, KEY_ID

JSON = {"content-type": "application/activity+json"}
Page = Answer | Exception | Callable[[], Answer]


class Web:
    """Pages by address; an exception is raised, a call is made. Every request is remembered."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []

    def show(self, url: str, document: dict[str, Any], headers: Mapping[str, str] = JSON, at: str = "") -> None:
        self.pages[url] = Answer(200, headers, orjson.dumps(document), at or url)

    def hang(self, url: str, seconds: float, then: Page) -> None:
        def page() -> Answer:
            time.sleep(seconds)
            if isinstance(then, Exception):
                raise then
            assert isinstance(then, Answer)
            return then

        self.pages[url] = page

    def request(self, method: str, url: str, **more: Any) -> Answer:
        self.asked.append(url)
        page = self.pages.get(url, Answer(404, {}, b"", url))
        if isinstance(page, Exception):
            raise page
        return page() if callable(page) else page


def actor_document(pem: str, actor: str = ACTOR, key_id: str = KEY_ID, **turned: Any) -> dict[str, Any]:
    """An account's document as Mastodon shows it."""
    document = {
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
        "id": actor,
        "type": "Person",
        "preferredUsername": actor.rpartition("/")[2],
        "name": "Siti",
        "inbox": f"{actor}/inbox",
        "outbox": f"{actor}/outbox",
        "url": actor.replace("/users/", "/@"),
        "endpoints": {"sharedInbox": f"https://{actor.split('/')[2]}/inbox"},
        "publicKey": {"id": key_id, "owner": actor, "publicKeyPem": pem},
    }
    return {name: value for name, value in (document | turned).items() if value is not None}
