"""Citizens who act by themselves: they write at a set pace, react to the city's words, and like each other's posts."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from town.agenda import Agenda
from town.citizens import VISITOR, Citizen, people
from town.fediverse.acts import Fediverse
from town.page.acts import Page
from town.posts import Saying, all_sayings
from town.store import Store
from town.timeline import PAGE, Post, find_post, open_threads

FIRST_FOLLOWERS = 14
MOST_WAITING = 40
# After so many posts a visitor has seen what there is, and wants to find their own again.
LIVELY, CALMER = 24, 4
# What opens the first minute: kind, language, where. It shows every road once; then chance decides.
OPENING = (
    ("complaint", "id", "fediverse"),
    ("question", "jv", "fediverse"),
    ("complaint", "id", "page"),
    ("praise", "id", "fediverse"),
    ("complaint", "su", "fediverse"),
    ("confidential", "id", "fediverse"),
    ("complaint", "en", "fediverse"),
    ("danger", "id", "fediverse"),
    ("timeline", "id", "fediverse"),
)
# How often each kind is written; posts for nobody in particular are a tenth.
WEIGHTS = {
    "complaint": 44,
    "question": 12,
    "information": 5,
    "aspiration": 8,
    "praise": 8,
    "chat": 5,
    "danger": 4,
    "confidential": 4,
    "timeline": 10,
}
ON_PAGE = 0.2


class Life:
    """The clockwork of the town."""

    def __init__(self, pace: float, store: Store, fediverse: Fediverse, page: Page, waiting: Callable[[], int]):
        self._pace, self._store, self._fediverse, self._page = pace, store, fediverse, page
        self._waiting = waiting
        self._chance = random.Random()
        self._said = 0
        self._left: dict[tuple[str, str], list[Saying]] = {}
        self.agenda = Agenda(store, self._chance, self._act)

    def run(self, stop: threading.Event) -> None:
        """Live until told to stop. Nobody writes while the city cannot be reached."""
        while not stop.is_set() and not self._fediverse.find_agencies():
            stop.wait(0.5)
        if self._pace <= 0:
            return
        tidied = time.monotonic()
        while not stop.is_set():
            if self._waiting() < MOST_WAITING:
                self._say_something()
                self._follow_someone()
            if time.monotonic() - tidied > 3600:
                self._store.tidy()
                tidied = time.monotonic()
            self._live_for(self._pause(), stop)

    def hear(self, post: Post) -> None:
        """Somebody of the city wrote something: citizens may react to it later."""
        if self._pace > 0 and post.official:
            self.agenda.react_to(post)

    def _live_for(self, seconds: float, stop: threading.Event) -> None:
        until = time.monotonic() + seconds
        while not stop.is_set() and time.monotonic() < until:
            self.agenda.act_on_time()
            stop.wait(min(0.5, max(0.0, until - time.monotonic())))

    def _pause(self) -> float:
        usual = 60.0 / self._pace * (CALMER if self._said > LIVELY else 1)
        return min(usual, 5.0) if self._said == 1 else usual * self._chance.uniform(0.5, 1.5)

    def _say_something(self) -> None:
        kind, language, network = self._next()
        saying = self._draw(kind, language)
        author = self._somebody(saying.language)
        text = saying.placed(self._chance)
        if network == PAGE and kind not in ("timeline", "praise"):
            self._say_on_page(author, text, saying)
        else:
            self._say_on_fediverse(author, text, saying)
        self._said += 1
        if self._chance.random() < 0.6:
            self._cheer()

    def _next(self) -> tuple[str, str, str]:
        if self._said < len(OPENING):
            return OPENING[self._said]
        kind = self._chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        return kind, "", PAGE if self._chance.random() < ON_PAGE else "fediverse"

    def _draw(self, kind: str, language: str) -> Saying:
        """A post that was not written lately: all of a kind are used before one comes again."""
        left = self._left.setdefault((kind, language), [])
        if not left:
            left += [one for one in all_sayings() if one.kind == kind and language in ("", one.language)]
            self._chance.shuffle(left)
        return left.pop()

    def _somebody(self, language: str) -> Citizen:
        """Who writes: nobody in whose name a visitor writes, since what a city sends to one person is limited."""
        visitors = self._store.rows("select distinct author from posts where visitor = 1")
        taken = {VISITOR, *(row[0] for row in visitors)}
        free = [citizen for citizen in people() if citizen.handle not in taken] or people()
        writers = [citizen for citizen in free if language in citizen.languages] or free
        mother = [citizen for citizen in writers if citizen.languages[0] == language]
        return self._chance.choice(mother if mother and self._chance.random() < 0.8 else writers)

    def _say_on_page(self, author: Citizen, text: str, saying: Saying) -> None:
        posts = open_threads(self._store, PAGE, limit=3)
        if saying.kind == "confidential" or not posts:
            self._page.write(author.handle, text, topic=saying.topic)
        else:
            self._page.comment(author.handle, text, self._chance.choice(posts), topic=saying.topic)

    def _say_on_fediverse(self, author: Citizen, text: str, saying: Saying) -> None:
        audience = "public" if self._chance.random() < 0.92 else "unlisted"
        if saying.kind == "confidential":
            audience = "direct"
        if saying.kind != "timeline":
            text = self._addressed(text, saying.topic)
        self._fediverse.write(author.handle, text, audience, language=saying.language, topic=saying.topic)

    def _addressed(self, text: str, topic: str) -> str:
        """The agency's handle in front, or behind, as people do it."""
        handles = list(self._fediverse.agencies)
        handle = self._chance.choice([one for one in handles if topic in one] or handles)
        return f"@{handle} {text}" if self._chance.random() < 0.75 else f"{text} @{handle}"

    def _follow_someone(self) -> None:
        """A few citizens follow the agencies at once, the others by and by."""
        for agency in self._fediverse.agencies.values():
            known = self._store.value("select count(*) from follows where followed = ?", agency.uri)
            wanted = FIRST_FOLLOWERS if not known else int(self._chance.random() < 0.2)
            for citizen in self._chance.sample(people(), wanted):
                self._fediverse.follow(citizen.handle, agency)

    def _cheer(self) -> None:
        """Somebody likes or shares something recent, or agrees with it."""
        recent = [post for post in open_threads(self._store, "fediverse", limit=8) if not post.visitor]
        if not recent:
            return
        post, somebody = self._chance.choice(recent), self._chance.choice(people())
        if somebody.handle == post.author:
            return
        deed = self._chance.random()
        if deed < 0.15 and not post.official and post.topic != "chatter":
            self.agenda.plan(self._chance.uniform(4, 20), "metoo", f"{somebody.handle} {post.uri}")
        else:
            self._fediverse.react("share" if deed > 0.85 else "like", somebody.handle, post)

    def _act(self, author: str, text: str, above: Post, language: str) -> None:
        """Say something that was planned."""
        if above.network != PAGE:
            audience = above.audience
            self._fediverse.write(author, text, audience, above.uri, language, topic=above.topic)
        elif above.audience == "direct":
            self._page.write(author, text, topic=above.topic)
        else:
            self._page.comment(author, text, find_post(self._store, above.uri) or above, topic=above.topic)
