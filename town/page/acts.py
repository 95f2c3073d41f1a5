"""What people and the Page itself do on the Page: post, comment, write messages, like, change, take back."""

from __future__ import annotations

import time
from collections.abc import Callable

from town.page.hooks import Hooks
from town.page.ids import comment_id, conversation_id, message_id, person_id, post_id
from town.settings import Settings
from town.store import Store
from town.text import html_of
from town.timeline import PAGE, Post, change_post, find_post, keep_post, remove_post

# What stood on the Page before anybody connected it to anything.
FIRST_POSTS = (
    "Selamat pagi, warga Teladan. Minggu ini tim kami membersihkan saluran di Jl. Pasar Lama dan Gang Delima. "
    "Mohon kendaraan tidak parkir di tepi saluran.",
    "Lampu jalan mati, jalan berlubang, selokan mampet? Tulis di kolom komentar beserta tempatnya, ya.",
)


class Page:
    """The Page of one agency. `heard` is told of what the Page itself says."""

    def __init__(self, settings: Settings, store: Store, hooks: Hooks, heard: Callable[[Post], None]):
        self._settings, self._store, self._hooks, self._heard = settings, store, hooks, heard

    @property
    def id(self) -> str:
        """The Page's id."""
        return self._settings.page_id

    def open(self) -> None:
        """Put the first posts on an empty Page."""
        if not self._store.value("select 1 from posts where network = ?", PAGE):
            for text in FIRST_POSTS:
                self._keep(self.id, text, "public", "", None)

    def publish(self, text: str) -> Post:
        """A post by the Page."""
        post = self._keep(self.id, text, "public", "", None)
        self._heard(post)
        return post

    def comment(self, author: str, text: str, under: Post, visitor: bool = False, topic: str = "") -> Post:
        """A comment under a post or comment, by a citizen or by the Page."""
        post = self._keep(author, text, "public", "", under, visitor, topic)
        if author == self.id:
            self._heard(post)
        else:
            self._hooks.tell_comment("add", post, post.in_reply_to)
        return post

    def write(self, author: str, text: str, person: str = "", visitor: bool = False, topic: str = "") -> Post:
        """A direct message: of a citizen to the Page, or of the Page to a person (by their id)."""
        post = self._keep(author, text, "direct", person or person_id(self.id, author), None, visitor, topic)
        if author == self.id:
            self._heard(post)
        else:
            self._hooks.tell_message(post)
        return post

    def edit(self, post: Post, text: str) -> Post:
        """New words for a comment or post."""
        changed = change_post(self._store, post, text, _html(text))
        if post.author != self.id and post.audience != "direct":
            self._hooks.tell_comment("edit", changed, post.in_reply_to)
        return changed

    def remove(self, post: Post) -> None:
        """Take a comment, post or message back."""
        if post.author != self.id and post.audience != "direct":
            self._hooks.tell_comment("remove", post, post.in_reply_to)
        remove_post(self._store, post)

    def react(self, author: str, post: Post) -> bool:
        """Like something; False if that was done before."""
        uri = f"like:{post.uri}:{author}"
        is_new = self._store.write("insert or ignore into reactions values (?, 'like', ?, ?)", uri, author, post.uri)
        if is_new and author != self.id:
            self._hooks.tell_reaction("add", author, post)
        return bool(is_new)

    def withdraw(self, author: str, post: Post) -> bool:
        """No longer like something; False if nobody did."""
        gone = self._store.write("delete from reactions where uri = ?", f"like:{post.uri}:{author}")
        if gone and author != self.id:
            self._hooks.tell_reaction("remove", author, post)
        return bool(gone)

    def find(self, uri: str) -> Post | None:
        """A post, comment or message by its id, unless it was taken back."""
        post = find_post(self._store, uri)
        return post if post and post.network == PAGE and not post.deleted else None

    def _keep(
        self,
        author: str,
        text: str,
        audience: str,
        person: str,
        under: Post | None,
        visitor: bool = False,
        topic: str = "",
    ) -> Post:
        number = self._store.next_number()
        if audience == "direct":
            uri, thread, above = message_id(number), conversation_id(self.id, person), ""
        elif under is None:
            uri = thread = post_id(self.id, number)
            above = ""
        else:
            uri, thread, above = comment_id(under.thread, number), under.thread, self._level(under)
        post = Post(
            number=number,
            uri=uri,
            network=PAGE,
            author=author,
            text=text,
            html=_html(text),
            audience=audience,
            thread=thread,
            published=time.time(),
            official=author == self.id,
            in_reply_to=above,
            visitor=visitor,
            topic=topic,
        )
        keep_post(self._store, post, [person] if audience == "direct" and author == self.id else [])
        return post

    def _level(self, under: Post) -> str:
        """There are two levels: an answer to a reply hangs under the comment above."""
        is_reply = under.in_reply_to not in ("", under.thread)
        return under.in_reply_to if is_reply else under.uri


def _html(text: str) -> str:
    return html_of(text, lambda name, host: None)
