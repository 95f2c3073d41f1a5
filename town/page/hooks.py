"""Web hooks: what happens on the Page is told to whoever subscribed, signed with the app's secret."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from town.citizens import all_citizens
from town.courier import Courier
from town.fediverse.outside import NotReached, Outside
from town.page.faults import Faults
from town.page.ids import page_link, person_id
from town.settings import Settings
from town.timeline import Post

Told = dict[str, Any]
VERBS = {"add": "add", "edit": "edited", "remove": "remove"}


class Hooks:
    """Tells of comments and messages. Until the handshake has succeeded once, what happens waits."""

    def __init__(self, settings: Settings, outside: Outside, courier: Courier, faults: Faults):
        self._settings, self._outside, self._courier, self._faults = settings, outside, courier, faults
        self.is_known = False
        courier.learn("hook", self._headers)

    def shake_hands(self) -> bool:
        """Ask the subscriber for the challenge back, once; later calls only say how it went."""
        if self.is_known or not self._settings.page_hook:
            return self.is_known
        challenge = str(secrets.randbelow(10**10))
        asked = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": self._settings.verify_token}
        join = "&" if "?" in self._settings.page_hook else "?"
        try:
            status, _, body = self._outside.request("GET", f"{self._settings.page_hook}{join}{urlencode(asked)}", {})
        except NotReached:
            return False
        self.is_known = status == 200 and body.decode(errors="replace").strip() == challenge
        return self.is_known

    def tell_comment(self, verb: str, post: Post, parent: str) -> None:
        """A comment came, changed or went."""
        value: Told = {
            "from": self._person(post.author),
            "item": "comment",
            "verb": VERBS[verb],
            "post_id": post.thread,
            "comment_id": post.uri,
            "parent_id": parent,
            "created_time": int(post.published),
            "post": {
                "id": post.thread,
                "status_type": "mobile_status_update",
                "is_published": True,
                "updated_time": _iso(time.time()),
                "permalink_url": page_link(self._settings.base, post).partition("#")[0],
                "promotion_status": "inactive",
            },
        }
        if verb != "remove":
            value["message"] = post.text
        self._change(value, post.uri)

    def tell_reaction(self, verb: str, author: str, post: Post) -> None:
        """Somebody liked something, or no longer does."""
        value: Told = {"from": self._person(author), "item": "reaction", "verb": VERBS[verb], "reaction_type": "like"}
        value |= {"post_id": post.thread, "parent_id": post.thread, "created_time": int(time.time())}
        if post.uri != post.thread:
            value["comment_id"] = post.uri
        self._change(value, post.uri)

    def tell_message(self, post: Post) -> None:
        """Somebody wrote to the Page."""
        page = self._settings.page_id
        told = {
            "sender": {"id": person_id(page, post.author)},
            "recipient": {"id": page},
            "timestamp": int(post.published * 1000),
            "message": {"mid": post.uri, "text": post.text},
        }
        self._tell({"id": page, "time": int(time.time() * 1000), "messaging": [told]}, post.uri)

    def _change(self, value: Told, about: str) -> None:
        changes = [{"field": "feed", "value": value}]
        self._tell({"id": self._settings.page_id, "time": int(time.time()), "changes": changes}, about)

    def _tell(self, entry: Told, about: str) -> None:
        if not self._settings.page_hook or self._faults.silent:
            return
        body = json.dumps({"object": "page", "entry": [entry]}, ensure_ascii=True).encode()
        for _ in range(2 if self._faults.duplicate else 1):
            self._courier.send("hook", "page", self._settings.page_hook, body, about)

    def _headers(self, sender: str, url: str, body: bytes) -> dict[str, str]:
        if not self.is_known:
            raise NotReached("the hook's handshake has not succeeded yet")
        signature = hook_signature(self._settings.app_secret, body)
        return {"Content-Type": "application/json", "X-Hub-Signature-256": signature, "Accept": "*/*"}

    def _person(self, author: str) -> Told:
        page = self._settings.page_id
        if author == page:
            return {"id": page, "name": self._settings.page_name}
        return {"id": person_id(page, author), "name": all_citizens()[author].name}


def hook_signature(secret: str, body: bytes) -> str:
    """`X-Hub-Signature-256`: HMAC with SHA-256 over the body as sent."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _iso(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime(seconds))
