"""What other servers send: verified, taken once, and shown to the citizens."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from town.citizens import all_citizens
from town.fediverse import documents
from town.fediverse.acts import Fediverse
from town.fediverse.outside import NotReached
from town.fediverse.remotes import Remotes
from town.fediverse.signatures import BadSignature, verify
from town.store import Store
from town.text import clean, plain
from town.timeline import FEDIVERSE, Post, change_post, find_post, keep_post, remove_post

Activity = dict[str, Any]


class Refused(Exception):
    """Why an activity is not taken, with the status that says so."""

    def __init__(self, status: int, why: str):
        super().__init__(why)
        self.status = status


class Inbox:
    """One door for every citizen and for the whole server. `heard` is told of every new note."""

    def __init__(self, fediverse: Fediverse, store: Store, remotes: Remotes, heard: Callable[[Post], None]):
        self._fediverse, self._store, self._remotes, self._heard = fediverse, store, remotes, heard

    def take(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> None:
        """Verify a request and do what it says. Raises Refused."""
        signer = self._signer(method, target, headers, body)
        try:
            activity = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Refused(400, "no JSON") from error
        if not isinstance(activity, dict) or not isinstance(activity.get("id"), str):
            raise Refused(400, "no activity")
        if _id(activity.get("actor")) != signer:
            raise Refused(403, "signed by somebody else")
        if self._store.is_new(activity["id"]):
            act = getattr(self, f"_on_{str(activity.get('type')).lower()}", None)
            if act is not None:
                act(activity, signer)

    def _signer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> str:
        for find_key in (self._remotes.key_of, self._remotes.fresh_key_of):
            try:
                return self._remotes.owner_of(verify(method, target, headers, body, find_key))
            except BadSignature as error:
                why = str(error)
        raise Refused(401, why)

    def _on_create(self, activity: Activity, actor: str) -> None:
        told = activity.get("object")
        if not isinstance(told, dict) or told.get("type") != "Note" or _id(told.get("attributedTo")) != actor:
            return
        if urlsplit(_id(told)).netloc != urlsplit(actor).netloc:
            raise Refused(400, "a note of another server")
        post, addressed = self._read(told, actor)
        if keep_post(self._store, post, addressed):
            self._heard(post)

    def _on_update(self, activity: Activity, actor: str) -> None:
        told = activity.get("object")
        if not isinstance(told, dict):
            return
        if _id(told) == actor:
            self._remotes.fetch(actor)
            return
        known = find_post(self._store, _id(told))
        if known and known.author == actor:
            html = clean(str(told.get("content", "")))
            change_post(self._store, known, plain(html), html)

    def _on_delete(self, activity: Activity, actor: str) -> None:
        known = find_post(self._store, _id(activity.get("object")))
        if known and known.author == actor:
            remove_post(self._store, known)

    def _on_accept(self, activity: Activity, actor: str) -> None:
        asked = _id(activity.get("object"))
        self._store.write("update follows set accepted = 1 where activity = ? and followed = ?", asked, actor)

    def _on_reject(self, activity: Activity, actor: str) -> None:
        asked = _id(activity.get("object"))
        self._store.write("delete from follows where activity = ? and followed = ?", asked, actor)

    def _on_follow(self, activity: Activity, actor: str) -> None:
        name = self._citizen(_id(activity.get("object")))
        if not name:
            return
        try:
            follower = self._remotes.get(actor)
        except NotReached:
            return
        bare = {key: value for key, value in activity.items() if key != "@context"}
        self._fediverse.accept(name, bare, follower)

    def _on_like(self, activity: Activity, actor: str) -> None:
        self._react("like", activity, actor)

    def _on_announce(self, activity: Activity, actor: str) -> None:
        self._react("share", activity, actor)

    def _on_undo(self, activity: Activity, actor: str) -> None:
        undone = activity.get("object")
        self._store.write("delete from reactions where uri = ? and author = ?", _id(undone), actor)
        if isinstance(undone, dict) and undone.get("type") == "Follow":
            name = self._citizen(_id(undone.get("object")))
            self._store.write("delete from followers where citizen = ? and follower = ?", name, actor)

    def _react(self, kind: str, activity: Activity, actor: str) -> None:
        post = _id(activity.get("object"))
        if find_post(self._store, post):
            self._store.write("insert or ignore into reactions values (?, ?, ?, ?)", activity["id"], kind, actor, post)

    def _read(self, told: Activity, actor: str) -> tuple[Post, list[str]]:
        to, cc = _ids(told.get("to")), _ids(told.get("cc"))
        mentioned = [_id(tag.get("href")) for tag in _objects(told.get("tag")) if tag.get("type") == "Mention"]
        above = find_post(self._store, _id(told.get("inReplyTo")))
        html = clean(str(told.get("content") or ""))
        languages = told.get("contentMap")
        uri = _id(told)
        post = Post(
            number=self._store.next_number(),
            uri=uri,
            network=FEDIVERSE,
            author=actor,
            official=self._fediverse.is_official(actor),
            text=plain(html),
            html=html,
            language=next(iter(languages), "id") if isinstance(languages, dict) else "id",
            audience=_audience(to, cc),
            in_reply_to=_id(told.get("inReplyTo")),
            thread=above.thread if above else uri,
            published=_seconds(told.get("published")),
        )
        return post, list(dict.fromkeys([*mentioned, *(one for one in (*to, *cc) if self._citizen(one))]))

    def _citizen(self, uri: str) -> str:
        name = uri.removeprefix(f"{self._fediverse.base}/users/")
        return name if name in all_citizens() and name != uri else ""


def _audience(to: list[str], cc: list[str]) -> str:
    if documents.PUBLIC in to:
        return "public"
    if documents.PUBLIC in cc:
        return "unlisted"
    return "followers" if any(one.endswith("/followers") for one in (*to, *cc)) else "direct"


def _id(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("id")
    return value if isinstance(value, str) else ""


def _ids(value: Any) -> list[str]:
    return [found for found in map(_id, value if isinstance(value, list) else [value]) if found]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _seconds(value: Any) -> float:
    try:
        return datetime.fromisoformat(str(value)).timestamp()
    except ValueError:
        return time.time()
