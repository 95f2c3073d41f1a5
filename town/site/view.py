"""The town as programs see it: `/timeline.json`."""

from __future__ import annotations

from typing import Any

from town.agenda import is_automatic
from town.citizens import all_citizens
from town.timeline import Post, addressed_by, count_reactions, latest_posts, replies_to
from town.town import Town
from town.web import Request, Response, json_response

MOST = 500


def timeline(town: Town, request: Request) -> Response:
    """The newest posts of both networks. Fields: `network`, `author`, `limit`, `id` for one alone."""
    asked = request.query
    if asked.get("id"):
        found = town.find(asked["id"])
        posts = [found] if found else []
    else:
        limit = asked.get("limit", "100")
        number = min(int(limit), MOST) if limit.isdigit() else 100
        posts = latest_posts(town.store, number, asked.get("network", ""), asked.get("author", ""))
    agencies = {handle: agency.uri for handle, agency in town.fediverse.agencies.items()}
    return json_response({"agencies": agencies, "waiting": town.courier.waiting(), "posts": view_all(town, posts)})


def view_all(town: Town, posts: list[Post]) -> list[dict[str, Any]]:
    """Posts with all that is known of them."""
    return [view(town, post) for post in posts]


def view(town: Town, post: Post) -> dict[str, Any]:
    """One post: its words, its place in the thread, and what the city said to it."""
    replies = replies_to(town.store, post.uri)
    reactions = count_reactions(town.store, post.uri)
    return {
        "id": post.uri,
        "number": post.number,
        "network": post.network,
        "author": {
            "id": post.author,
            "name": town.name_of(post.author),
            "official": post.official,
            "citizen": post.author in all_citizens(),
        },
        "text": post.text,
        "html": post.html,
        "language": post.language,
        "audience": post.audience,
        "in_reply_to": post.in_reply_to or None,
        "thread": post.thread,
        "addressed": addressed_by(town.store, post),
        "published": post.published,
        "edited": post.edited,
        "deleted": post.deleted,
        "automatic": post.official and is_automatic(post.text),
        "by_visitor": post.visitor,
        "likes": reactions["like"],
        "shares": reactions["share"],
        "delivered": town.courier.waiting(post.uri) == 0,
        "replies": [reply.uri for reply in replies],
        "government": [
            {"id": reply.uri, "text": reply.text, "automatic": is_automatic(reply.text)}
            for reply in replies
            if reply.official
        ],
    }
