"""The whole town, put together."""

from __future__ import annotations

import threading
import time

from town.citizens import all_citizens
from town.courier import Courier
from town.fediverse.acts import Fediverse
from town.fediverse.inbox import Inbox
from town.fediverse.outside import Outside
from town.fediverse.remotes import INSTANCE, Remotes
from town.keys import Keys
from town.life import Life
from town.page.acts import Page
from town.page.faults import Faults
from town.page.graph import Graph
from town.page.hooks import Hooks
from town.settings import Settings
from town.store import Store
from town.text import MENTION
from town.timeline import PAGE, Post, find_post, open_threads

LONGEST = 2000


class NotSaid(Exception):
    """Why a post was not made; `reason` names the sentence that tells it."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Town:
    """Everything of one town; its parts know as little of each other as they can."""

    def __init__(self, settings: Settings):
        settings.data.mkdir(parents=True, exist_ok=True)
        self.settings = settings
        self.store = Store(settings.data / "town.sqlite3")
        self.keys = Keys(settings.data / "keys")
        self.outside = Outside()
        self.courier = Courier(self.store, self.outside, say)
        self.remotes = Remotes(settings.base, self.store, self.keys, self.outside)
        self.fediverse = Fediverse(settings, self.store, self.keys, self.remotes, self.courier)
        self.faults = Faults()
        self.hooks = Hooks(settings, self.outside, self.courier, self.faults)
        self.page = Page(settings, self.store, self.hooks, self._heard)
        self.graph = Graph(settings, self.store, self.page, self.faults)
        self.inbox = Inbox(self.fediverse, self.store, self.remotes, self._heard)
        self.life = Life(settings.pace, self.store, self.fediverse, self.page, self.courier.waiting)
        self._stop = threading.Event()

    def start(self) -> None:
        """Bring it to life; nothing here waits for anybody."""
        self.page.open()
        self.courier.start()
        names = [INSTANCE, *all_citizens()]
        for work in (
            lambda: self.life.run(self._stop),
            self._shake_hands,
            lambda: self.keys.make_all(names, self._stop),
        ):
            threading.Thread(target=work, daemon=True).start()

    def stop(self) -> None:
        """Bring it to rest."""
        self._stop.set()
        self.faults.stop()
        self.courier.stop()
        self.outside.close()

    def speak(
        self, author: str, text: str, network: str = "fediverse", audience: str = "public", in_reply_to: str = ""
    ) -> Post:
        """Post as a citizen. `in_reply_to` is a post's id or number. Raises NotSaid."""
        text = text.strip()
        if not text:
            raise NotSaid("empty")
        if len(text) > LONGEST:
            raise NotSaid("long")
        above = self.find(in_reply_to) if in_reply_to else None
        if in_reply_to and (above is None or above.deleted):
            raise NotSaid("gone")
        if (above.network if above else network) == PAGE:
            return self._speak_on_page(author, text, audience, above)
        if audience == "direct" and above is None and not MENTION.search(text):
            text = f"@{self.settings.agencies[0]} {text}"
        if self.fediverse.missing(text) and not self.fediverse.find_agencies():
            raise NotSaid("away")
        language = all_citizens()[author].languages[0]
        uri = above.uri if above else ""
        return self.fediverse.write(author, text, _narrower(audience, above), uri, language, visitor=True)

    def find(self, name: str) -> Post | None:
        """A post by its id, or by the town's number."""
        found = find_post(self.store, name)
        if found is None and name.isdigit() and len(name) < 19:
            row = self.store.row("select uri from posts where number = ?", int(name))
            found = find_post(self.store, row["uri"]) if row else None
        return found

    def name_of(self, author: str) -> str:
        """What people call an author."""
        if author in all_citizens():
            return all_citizens()[author].name
        if author == self.page.id:
            return self.settings.page_name
        known = self.remotes.known(author)
        return known.name if known else author

    def _speak_on_page(self, author: str, text: str, audience: str, above: Post | None) -> Post:
        if audience == "direct" or (above and above.audience == "direct"):
            return self.page.write(author, text, visitor=True)
        under = above or next(iter(open_threads(self.store, PAGE, limit=1)), None)
        if under is None:
            raise NotSaid("gone")
        return self.page.comment(author, text, under, visitor=True)

    def _heard(self, post: Post) -> None:
        self.life.hear(post)

    def _shake_hands(self) -> None:
        while self.settings.page_hook and not self._stop.is_set() and not self.hooks.shake_hands():
            self._stop.wait(1.0)


def say(words: str) -> None:
    """One line for whoever reads the town's output."""
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def _narrower(audience: str, above: Post | None) -> str:
    """A reply reaches nobody whom the post above did not reach."""
    order = ["public", "unlisted", "followers", "direct"]
    return max(audience, above.audience, key=order.index) if above else audience
