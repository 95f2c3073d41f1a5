"""Ids as the network gives them: of people towards one Page, of posts, comments and messages."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from town.citizens import all_citizens
from town.timeline import Post


@cache
def person_id(page_id: str, handle: str) -> str:
    """A person's id towards one Page: another Page sees another number."""
    number = int.from_bytes(sha256(f"{page_id}/{handle}".encode()).digest()[:8], "big")
    return str(10**15 + number % (9 * 10**15))


@cache
def _handles(page_id: str) -> dict[str, str]:
    return {person_id(page_id, handle): handle for handle in all_citizens()}


def handle_of(page_id: str, person: str) -> str:
    """The citizen behind a person's id, or nothing."""
    return _handles(page_id).get(person, "")


def post_id(page_id: str, number: int) -> str:
    """A post on the Page."""
    return f"{page_id}_{number}"


def comment_id(thread: str, number: int) -> str:
    """A comment under a post, whose own number comes first."""
    return f"{thread.rpartition('_')[2]}_{number}"


def message_id(number: int) -> str:
    """A direct message."""
    return f"m_{number}"


def conversation_id(page_id: str, person: str) -> str:
    """All messages between a person and the Page."""
    return f"t_{page_id}_{person}"


def page_link(base: str, post: Post) -> str:
    """Where people read a post of the Page, or a comment under it."""
    number = post.thread.rpartition("_")[2]
    return f"{base}/page/{number}" + (f"#c{post.number}" if post.uri != post.thread else "")
