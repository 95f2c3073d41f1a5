"""What other servers read here: WebFinger, NodeInfo, actors, notes, collections; and the door for what they send."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from town.citizens import all_citizens
from town.fediverse import documents
from town.fediverse.inbox import Refused
from town.fediverse.outside import ACTIVITY_JSON
from town.fediverse.remotes import INSTANCE
from town.timeline import FEDIVERSE, Post, posts_of
from town.town import Town
from town.web import Handler, Request, Response, json_response, redirect

JRD = "application/jrd+json; charset=utf-8"
ACTIVITY = f"{ACTIVITY_JSON}; charset=utf-8"
NAME = r"([a-z0-9_-]+)"
NODEINFO = "http://nodeinfo.diaspora.software/ns/schema/"
GONE = {"error": "gone"}


class Served:
    """The server's documents."""

    def __init__(self, town: Town):
        self._town, self._base, self._host = town, town.settings.base, town.settings.host

    def table(self) -> list[tuple[str, str, Handler]]:
        """The addresses that other servers know."""
        return [
            ("GET", r"/\.well-known/webfinger", self._webfinger),
            ("GET", r"/\.well-known/nodeinfo", self._nodeinfo_links),
            ("GET", r"/nodeinfo/(2\.0|2\.1)", self._nodeinfo),
            ("GET", r"/actor", self._instance),
            ("GET", rf"/users/{NAME}", self.actor),
            ("GET", rf"/users/{NAME}/outbox", self._outbox),
            ("GET", rf"/users/{NAME}/(followers|following)", self._people),
            ("GET", rf"/users/{NAME}/statuses/(\d+)", self.note),
            ("GET", rf"/users/{NAME}/statuses/(\d+)/activity", self._activity),
            ("GET", rf"/users/{NAME}/statuses/(\d+)/replies", self._replies),
            ("POST", rf"/users/{NAME}/inbox", self._take),
            ("POST", r"/inbox", self._take),
            ("POST", r"/actor/inbox", self._take),
        ]

    def actor(self, request: Request, name: str) -> Response:
        """A citizen; people are shown the citizen's page."""
        citizen = all_citizens().get(name)
        if citizen is None:
            return json_response(GONE, 404)
        if request.wants("text/html") and not request.wants("json"):
            return redirect(f"/@{name}")
        return json_response(documents.actor(self._base, citizen, self._town.keys.public_pem(name)), kind=ACTIVITY)

    def note(self, request: Request, name: str, number: str) -> Response:
        """A note that everybody may read; the others are sent to those whom they are for, and shown to nobody."""
        post = self._post(name, number)
        if post is None:
            return json_response(GONE, 404)
        if post.deleted:
            return json_response({"@context": documents.STREAMS, "id": post.uri, "type": "Tombstone"}, 410, ACTIVITY)
        if request.wants("text/html") and not request.wants("json"):
            return redirect(f"/thread/{post.number}")
        return json_response({"@context": documents.NOTE_CONTEXT, **self._town.fediverse.note(post)}, kind=ACTIVITY)

    def _webfinger(self, request: Request) -> Response:
        asked = request.query.get("resource", "")
        name = asked.removeprefix("acct:").removeprefix("@").partition("@")[0].lower()
        if asked.startswith(("http://", "https://")):
            name = urlsplit(asked).path.rpartition("/")[2].removeprefix("@")
        elif asked.rpartition("@")[2].lower() != self._host:
            name = ""
        if name not in all_citizens():
            return json_response(GONE, 404 if asked else 400)
        me = documents.actor_id(self._base, name)
        profile = f"{self._base}/@{name}"
        links = [
            {"rel": "self", "type": ACTIVITY_JSON, "href": me},
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": profile},
        ]
        told = {"subject": f"acct:{name}@{self._host}", "aliases": [profile, me], "links": links}
        return json_response(told, kind=JRD)

    def _nodeinfo_links(self, request: Request) -> Response:
        versions = ("2.0", "2.1")
        links = [{"rel": NODEINFO + version, "href": f"{self._base}/nodeinfo/{version}"} for version in versions]
        return json_response({"links": links})

    def _nodeinfo(self, request: Request, version: str) -> Response:
        posts = self._town.store.value("select count(*) from posts where network = ? and official = 0", FEDIVERSE)
        told = {
            "version": version,
            "software": {"name": "posronda", "version": "1.0.0"},
            "protocols": ["activitypub"],
            "services": {"inbound": [], "outbound": []},
            "openRegistrations": False,
            "usage": {"users": {"total": len(all_citizens())}, "localPosts": posts},
            "metadata": {"nodeName": "Pos Ronda"},
        }
        return json_response(told)

    def _instance(self, request: Request) -> Response:
        return json_response(documents.instance_actor(self._base, self._town.keys.public_pem(INSTANCE)), kind=ACTIVITY)

    def _outbox(self, request: Request, name: str) -> Response:
        if name not in all_citizens():
            return json_response(GONE, 404)
        posts = [post for post in posts_of(self._town.store, name) if self._is_open(post)]
        items: list[Any] = [documents.create(self._town.fediverse.note(post)) for post in posts[:20]]
        address = f"{documents.actor_id(self._base, name)}/outbox"
        return json_response(documents.collection(address, items), kind=ACTIVITY)

    def _people(self, request: Request, name: str, which: str) -> Response:
        if name not in all_citizens():
            return json_response(GONE, 404)
        asked = {
            "followers": "select follower from followers where citizen = ?",
            "following": "select followed from follows where citizen = ? and accepted = 1",
        }
        items = [row[0] for row in self._town.store.rows(asked[which], name)]
        address = f"{documents.actor_id(self._base, name)}/{which}"
        return json_response(documents.collection(address, items), kind=ACTIVITY)

    def _activity(self, request: Request, name: str, number: str) -> Response:
        post = self._post(name, number)
        if post is None or post.deleted:
            return json_response(GONE, 404)
        return json_response(documents.create(self._town.fediverse.note(post)), kind=ACTIVITY)

    def _replies(self, request: Request, name: str, number: str) -> Response:
        post = self._post(name, number)
        if post is None:
            return json_response(GONE, 404)
        return json_response(documents.collection(f"{post.uri}/replies", []), kind=ACTIVITY)

    def _take(self, request: Request, name: str = "") -> Response:
        if name and name not in all_citizens():
            return json_response(GONE, 404)
        try:
            self._town.inbox.take(request.method, request.target, request.headers, request.body)
        except Refused as error:
            return json_response({"error": str(error)}, error.status)
        return Response(b"", 202, "text/plain")

    def _post(self, name: str, number: str) -> Post | None:
        post = self._town.find(f"{documents.actor_id(self._base, name)}/statuses/{number}")
        return post if post and self._is_open(post) else None

    @staticmethod
    def _is_open(post: Post) -> bool:
        return post.network == FEDIVERSE and post.audience in ("public", "unlisted")
