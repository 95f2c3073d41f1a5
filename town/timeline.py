"""Posts of both networks, as the town keeps and reads them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from town.store import Store

FEDIVERSE, PAGE = "fediverse", "page"
AUDIENCES = ("public", "unlisted", "followers", "direct")
MOST_IN_THREAD = 200


@dataclass(frozen=True)
class Post:
    """Something that somebody wrote. `author` is a citizen's name, or the network's id of a stranger."""

    number: int
    uri: str
    network: str
    author: str
    text: str
    html: str
    audience: str
    thread: str
    published: float
    official: bool = False
    language: str = "id"
    in_reply_to: str = ""
    edited: float | None = None
    deleted: bool = False
    visitor: bool = False
    topic: str = ""


COLUMNS = tuple(Post.__dataclass_fields__)
_INSERT = f"insert or ignore into posts ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"


def keep_post(store: Store, post: Post, addressed: Iterable[str] = ()) -> bool:
    """Keep a post and whom it names; False if it was known."""
    if store.write(_INSERT, *(getattr(post, name) for name in COLUMNS)) != 1:
        return False
    store.write_many("insert or ignore into addressed values (?, ?)", [(who, post.number) for who in addressed])
    return True


def find_post(store: Store, uri: str) -> Post | None:
    """A post by its network's id."""
    return _first(store.row("select * from posts where uri = ?", uri))


def post_by_number(store: Store, number: int) -> Post | None:
    """A post by the town's own number."""
    return _first(store.row("select * from posts where number = ?", number))


def addressed_by(store: Store, post: Post) -> list[str]:
    """Whom a post names or is for."""
    return [row["who"] for row in store.rows("select who from addressed where number = ?", post.number)]


def change_post(store: Store, post: Post, text: str, html: str) -> Post:
    """Give a post new words."""
    changed = replace(post, text=text, html=html, edited=time.time())
    store.write("update posts set text=?, html=?, edited=? where number=?", text, html, changed.edited, post.number)
    return changed


def remove_post(store: Store, post: Post) -> None:
    """Take a post's words away; its place in the thread stays."""
    store.write("update posts set text='', html='', deleted=1 where number=?", post.number)


def open_threads(store: Store, network: str, before: int = 0, limit: int = 20) -> list[Post]:
    """Posts that begin a thread and are no direct messages, newest first."""
    statement = (
        "select * from posts where network = ? and audience != 'direct' and thread = uri and deleted = 0"
        " and number < ? order by number desc limit ?"
    )
    return _all(store.rows(statement, network, before or 1 << 62, limit))


def messages_of(store: Store, citizen: str, network: str, ids: Sequence[str], limit: int = 60) -> list[Post]:
    """Direct messages that somebody wrote or got, newest first. `ids` are their names on the network."""
    marks = ", ".join("?" * len(ids))
    statement = (
        "select * from posts where network = ? and audience = 'direct' and deleted = 0 and (author = ? or number in"
        f" (select number from addressed where who in ({marks}))) order by number desc limit ?"
    )
    return _all(store.rows(statement, network, citizen, *ids, limit))


def posts_of(store: Store, author: str, before: int = 0, limit: int = 40) -> list[Post]:
    """What somebody wrote, newest first, without direct messages."""
    statement = (
        "select * from posts where author = ? and audience != 'direct' and deleted = 0 and number < ?"
        " order by number desc limit ?"
    )
    return _all(store.rows(statement, author, before or 1 << 62, limit))


def latest_posts(store: Store, limit: int, network: str = "", author: str = "") -> list[Post]:
    """The newest posts of all kinds, for programs that look at the town."""
    statement = (
        "select * from posts where (? = '' or network = ?) and (? = '' or author = ?) order by number desc limit ?"
    )
    return _all(store.rows(statement, network, network, author, author, limit))


def thread_of(store: Store, thread: str) -> list[Post]:
    """A whole conversation, oldest first."""
    statement = "select * from posts where thread = ? order by number limit ?"
    return _all(store.rows(statement, thread, MOST_IN_THREAD))


def replies_to(store: Store, uri: str) -> list[Post]:
    """Direct replies to a post, oldest first."""
    return _all(store.rows("select * from posts where in_reply_to = ? and deleted = 0 order by number", uri))


def count_reactions(store: Store, uri: str) -> dict[str, int]:
    """How many liked and shared a post."""
    found = store.rows("select kind, count(*) as n from reactions where post = ? group by kind", uri)
    return {"like": 0, "share": 0} | {row["kind"]: row["n"] for row in found}


def _first(row: sqlite3.Row | None) -> Post | None:
    return _post(row) if row else None


def _all(rows: Sequence[sqlite3.Row]) -> list[Post]:
    return [_post(row) for row in rows]


def _post(row: sqlite3.Row) -> Post:
    kept = {name: row[name] for name in COLUMNS}
    return Post(**kept | {name: bool(row[name]) for name in ("official", "deleted", "visitor")})
