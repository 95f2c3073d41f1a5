"""The Graph API of the Page, as far as an agency needs it. Shapes and errors follow the network's documentation.

A call needs the Page's access token, as a field or as `Authorization: Bearer`; `appsecret_proof` is checked when given.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

from town.citizens import all_citizens
from town.page.acts import Page
from town.page.faults import Faults, trace_id
from town.page.ids import conversation_id, handle_of, page_link, person_id
from town.page.shapes import Fields, chosen, read_fields, shape_of
from town.settings import Settings
from town.store import Store
from town.timeline import PAGE, Post, open_threads, replies_to, thread_of
from town.web import Request, Response, json_response

MOST_LISTED = 100
LONGEST_COMMENT, LONGEST_MESSAGE = 8000, 2000
OAUTH = "OAuthException"
MISSING = "Unsupported {method} request. Object with ID '{id}' does not exist, or permissions are missing"


class GraphError(Exception):
    """An error in the Graph's own shape."""

    def __init__(self, message: str, code: int, *, status: int = 400, kind: str = OAUTH, subcode: int = 0):
        super().__init__(message)
        self.status = status
        self.told: dict[str, Any] = {"message": message, "type": kind, "code": code, "fbtrace_id": trace_id()}
        if subcode:
            self.told["error_subcode"] = subcode


class Graph:
    """Answers calls about the Page."""

    def __init__(self, settings: Settings, store: Store, page: Page, faults: Faults):
        self._settings, self._store, self._page, self._faults = settings, store, page, faults

    def answer(self, request: Request, node: str, edge: str = "") -> Response:
        """One call: a node, or an edge of it."""
        self._faults.wait()
        try:
            if self._faults.spoils("fail"):
                raise GraphError("An unknown error has occurred.", 1, status=500)
            fields = {**request.query, **request.form}
            self._let_in(request, fields)
            done = self._act(request.method, self._page.id if node == "me" else node, edge, fields)
            if self._faults.spoils("lose"):
                raise GraphError("An unexpected error has occurred. Please retry your request later.", 2, status=500)
        except GraphError as error:
            return json_response({"error": error.told}, error.status)
        usage = json.dumps({"call_count": 1, "total_cputime": 1, "total_time": 1})
        response = json_response(done)
        return Response(response.body, 200, response.kind, {"X-App-Usage": usage, "facebook-api-version": "v23.0"})

    def _let_in(self, request: Request, fields: dict[str, Any]) -> None:
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        token, right = str(fields.get("access_token") or bearer), self._settings.page_token
        if not token:
            raise GraphError("An access token is required to request this resource.", 104)
        if self._faults.reject_token or not right or not hmac.compare_digest(token.encode(), right.encode()):
            said = "Error validating access token: The session has been invalidated."
            raise GraphError(said, 190, status=401, subcode=460)
        proof = fields.get("appsecret_proof")
        if proof is not None and proof != self._proof(token):
            raise GraphError("Invalid appsecret_proof provided in the API argument", 100, kind="GraphMethodException")
        if self._faults.spoils("limit"):
            code = self._faults.limit_code
            says = {4: "Application", 32: "Page", 613: "Calls to this api have exceeded the rate limit."}
            said = says.get(code, "User")
            raise GraphError(said if code == 613 else f"(#{code}) {said} request limit reached", code, status=403)

    def _proof(self, token: str) -> str:
        return hmac.new(self._settings.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()

    def _act(self, method: str, node: str, edge: str, fields: dict[str, Any]) -> dict[str, Any]:
        name = f"_{method.lower()}_{edge or 'node'}"
        act = getattr(self, name, None)
        if act is None or not name.isidentifier():
            raise GraphError(f"Unknown path components: /{edge}", 2500)
        told: dict[str, Any] = act(node, fields)
        return told

    def _get_node(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        wanted = read_fields(str(fields.get("fields") or ""))
        if node == self._page.id:
            whole = {"id": node, "name": self._settings.page_name, "link": f"{self._settings.base}/page/"}
            return chosen(whole, wanted or read_fields("id,name"))
        handle = handle_of(self._page.id, node)
        if handle:
            return chosen({"id": node, "name": self._name(handle), "first_name": self._name(handle)}, wanted)
        return self._shape(self._found(node, "get"), wanted)

    def _get_feed(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        self._must_be_page(node)
        return self._list(open_threads(self._store, PAGE, 0, _limit(fields)), fields)

    _get_posts = _get_published_posts = _get_feed

    def _get_comments(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        post = self._found(node, "get")
        everything = fields.get("filter") == "stream" and post.uri == post.thread
        found = thread_of(self._store, post.thread)[1:] if everything else replies_to(self._store, post.uri)
        found = [one for one in found if not one.deleted]
        if fields.get("order") == "reverse_chronological":
            found.reverse()
        return self._list(found[: _limit(fields)], fields)

    def _get_conversations(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        self._must_be_page(node)
        person = str(fields.get("user_id") or "")
        wanted = read_fields(str(fields.get("fields") or ""))
        thread = conversation_id(node, person)
        messages = [post for post in reversed(thread_of(self._store, thread)) if not post.deleted]
        if not messages:
            return {"data": []}
        inner = wanted.get("messages") or {}
        shown = {"id": thread, "messages": {"data": [self._shape(post, inner) for post in messages[:MOST_LISTED]]}}
        return {"data": [chosen(shown, {**wanted, "messages": {}} if wanted else read_fields("id"))]}

    def _get_subscribed_apps(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        self._must_be_page(node)
        return {"data": [{"id": "1", "name": "Tanggap", "subscribed_fields": ["feed", "messages"]}]}

    def _post_subscribed_apps(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        self._must_be_page(node)
        return {"success": True}

    def _post_feed(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        self._must_be_page(node)
        return {"id": self._page.publish(_words(fields.get("message"), LONGEST_COMMENT)).uri}

    def _post_comments(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        under = self._found(node, "post")
        text = _words(fields.get("message"), LONGEST_COMMENT)
        latest = [post for post in replies_to(self._store, under.uri) if post.author == self._page.id]
        if any(post.text == text and time.time() - post.published < 60 for post in latest[-5:]):
            raise GraphError("Duplicate status message", 506, kind="GraphMethodException")
        return {"id": self._page.comment(self._page.id, text, under).uri}

    def _post_messages(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        self._must_be_page(node)
        person = str(_object(fields.get("recipient")).get("id", ""))
        if not handle_of(self._page.id, person):
            raise GraphError("(#551) This person isn't available right now.", 551)
        text = _words(_object(fields.get("message")).get("text"), LONGEST_MESSAGE)
        return {"recipient_id": person, "message_id": self._page.write(self._page.id, text, person).uri}

    def _post_node(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        self._page.edit(self._own(node, "post"), _words(fields.get("message"), LONGEST_COMMENT))
        return {"success": True}

    def _delete_node(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        self._page.remove(self._own(node, "delete"))
        return {"success": True}

    def _post_likes(self, node: str, fields: dict[str, Any]) -> dict[str, Any]:
        self._page.react(self._page.id, self._found(node, "post"))
        return {"success": True}

    def _must_be_page(self, node: str) -> None:
        if node != self._page.id:
            raise GraphError(MISSING.format(method="get", id=node), 100, kind="GraphMethodException", subcode=33)

    def _found(self, node: str, method: str) -> Post:
        post = self._page.find(node)
        if post is None:
            said = MISSING.format(method=method, id=node)
            raise GraphError(said, 100, kind="GraphMethodException", subcode=33)
        return post

    def _own(self, node: str, method: str) -> Post:
        post = self._found(node, method)
        if post.author != self._page.id:
            raise GraphError("(#200) Permissions error", 200, status=403)
        return post

    def _list(self, posts: list[Post], fields: dict[str, Any]) -> dict[str, Any]:
        wanted = read_fields(str(fields.get("fields") or ""))
        data = [self._shape(post, wanted) for post in posts]
        if not data:
            return {"data": []}
        return {"data": data, "paging": {"cursors": {"before": str(posts[0].number), "after": str(posts[-1].number)}}}

    def _shape(self, post: Post, wanted: Fields) -> dict[str, Any]:
        author = post.author
        person = author if author == self._page.id else person_id(self._page.id, author)
        whole = shape_of(post, {"id": person, "name": self._name(author)}, page_link(self._settings.base, post))
        return chosen(whole, wanted or read_fields("id,message,from,created_time"))

    def _name(self, author: str) -> str:
        return self._settings.page_name if author == self._page.id else all_citizens()[author].name


def _limit(fields: dict[str, Any]) -> int:
    given = str(fields.get("limit") or "25")
    if not given.isdigit():
        raise GraphError("(#100) Param limit must be an integer", 100)
    return min(int(given), MOST_LISTED)


def _words(value: Any, longest: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise GraphError("(#100) The parameter message is required", 100)
    if len(value) > longest:
        raise GraphError(f"(#100) Length of param message must be less than or equal to {longest}", 100)
    return value


def _object(value: Any) -> dict[str, Any]:
    """A parameter that is JSON inside a form, or an object of a JSON body."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            value = None
    if not isinstance(value, dict):
        raise GraphError("(#100) A parameter is missing or no valid JSON", 100)
    return value
