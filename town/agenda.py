"""What citizens mean to do later: thank, dispute, agree, ask. Kept in rows, so that a restart forgets nothing."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

from town.citizens import all_citizens, people
from town.posts import all_replies
from town.store import Store
from town.timeline import Post, find_post, thread_of

MOST_PLANNED = 300
TRACKING = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
AUTOMATIC = re.compile(r"otomatis|automatic", re.IGNORECASE)
ANSWERED = {"confirm": 0.45, "dispute": 0.3, "": 0.25}
# Says words of an author under a post, in a language.
Say = Callable[[str, str, Post, str], None]


class Agenda:
    """Plans reactions, and has them done on time."""

    def __init__(self, store: Store, chance: random.Random, say: Say):
        self._store, self._chance, self._say = store, chance, say

    def react_to(self, post: Post) -> None:
        """Plan what citizens will say to a post of the city. What a visitor began is left to the visitor."""
        thread = thread_of(self._store, post.thread)
        author = self._asker(post, thread)
        if any(one.visitor for one in thread):
            return
        if not author:
            self._plan_news(post, thread)
        elif is_automatic(post.text):
            if self._chance.random() < 0.12:
                self.plan(self._chance.uniform(5, 15), "received", f"{author} {post.uri}")
        else:
            deed = self._chance.choices(list(ANSWERED), list(ANSWERED.values()))[0]
            said_before = sum(one.author == author for one in thread)
            if deed and said_before < 4:
                self.plan(self._chance.uniform(20, 70), deed, f"{author} {post.uri}")

    def plan(self, seconds: float, act: str, about: str) -> None:
        """Have something said after a while."""
        if self._store.value("select count(*) from agenda") < MOST_PLANNED:
            self._store.write("insert into agenda (at, act, about) values (?, ?, ?)", time.time() + seconds, act, about)

    def act_on_time(self) -> None:
        """Do what is due."""
        for row in self._store.rows("select * from agenda where at <= ? order by at limit 5", time.time()):
            self._store.write("delete from agenda where id = ?", row["id"])
            author, _, uri = row["about"].partition(" ")
            above = find_post(self._store, uri)
            if above and not above.deleted and author in all_citizens():
                language = self._language(author, above)
                self._say(author, self._chance.choice(all_replies()[row["act"]][language]), above, language)

    def _asker(self, post: Post, thread: list[Post]) -> str:
        """The citizen whom a post of the city answers: the last one in the thread before it that began it."""
        began = thread[0].author if thread else ""
        if began in all_citizens():
            return began
        above = next((one for one in thread if one.uri == post.in_reply_to), None)
        asked = above.author if above else ""
        return asked if asked in all_citizens() else ""

    def _plan_news(self, post: Post, thread: list[Post]) -> None:
        """A publication: a few people say something under it."""
        if len(thread) > 1 or post.audience == "direct":
            return
        for somebody in self._chance.sample(people(), self._chance.randint(1, 3)):
            self.plan(self._chance.uniform(8, 60), "news", f"{somebody.handle} {post.uri}")

    def _language(self, author: str, above: Post) -> str:
        """The language in which the author began, or the author's own."""
        own = [post.language for post in thread_of(self._store, above.thread) if post.author == author]
        return own[0] if own else all_citizens()[author].languages[0]


def is_automatic(text: str) -> bool:
    """Whether words of the city are a receipt and no answer yet: a number, and a word that says so."""
    return bool(TRACKING.search(text) and AUTOMATIC.search(text))
