"""What citizens do on the fediverse: write, change, take back, like, share, follow."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from typing import Any

from town.citizens import all_citizens
from town.courier import Courier
from town.fediverse import documents
from town.fediverse.outside import ACTIVITY_JSON, NotReached
from town.fediverse.remotes import Remote, Remotes
from town.fediverse.signatures import sign
from town.keys import Keys
from town.settings import Settings
from town.store import Store
from town.text import MENTION, html_of
from town.timeline import FEDIVERSE, Post, addressed_by, change_post, find_post, keep_post, remove_post


class Fediverse:
    """The citizens' side of the server."""

    def __init__(self, settings: Settings, store: Store, keys: Keys, remotes: Remotes, courier: Courier):
        self.base, self.host, self._tanggap = settings.base, settings.host, settings.tanggap
        self._wanted = settings.agencies
        self._store, self._keys, self._remotes, self._courier = store, keys, remotes, courier
        self._found: set[str] = set()
        remembered = {handle: remotes.known(store.fact(f"agency {handle}")) for handle in settings.agencies}
        self.agencies: dict[str, Remote] = {handle: known for handle, known in remembered.items() if known}
        courier.learn("activity", self._headers)

    def find_agencies(self) -> bool:
        """Look up those agencies that were not found since the start; True when all are. Others are remembered."""
        for handle in self._wanted:
            if handle not in self._found:
                try:
                    self.agencies[handle] = self._remotes.resolve(self._tanggap, handle)
                except NotReached:
                    return False
                self._found.add(handle)
                self._store.keep_fact(f"agency {handle}", self.agencies[handle].uri)
        return True

    def missing(self, text: str) -> bool:
        """Whether words name an agency that nobody could look up yet."""
        named = {match[1].lower() for match in MENTION.finditer(text)}
        return any(handle in named and handle not in self.agencies for handle in self._wanted)

    def is_official(self, uri: str) -> bool:
        """Whether an actor belongs to the government's server."""
        return uri.startswith(f"{self._tanggap}/") or any(uri == agency.uri for agency in self.agencies.values())

    def write(
        self,
        author: str,
        text: str,
        audience: str = "public",
        in_reply_to: str = "",
        language: str = "id",
        visitor: bool = False,
        topic: str = "",
    ) -> Post:
        """A new note, kept and sent to everybody whom it names and who follows."""
        above = find_post(self._store, in_reply_to) if in_reply_to else None
        named = self._named(text, author, above)
        text = self._greet(text, named)
        number = self._store.next_number()
        uri = f"{documents.actor_id(self.base, author)}/statuses/{number}"
        post = Post(
            number=number,
            uri=uri,
            network=FEDIVERSE,
            author=author,
            text=text,
            html=html_of(text, self._find_mention),
            audience=audience,
            thread=above.thread if above else uri,
            published=time.time(),
            language=language,
            in_reply_to=in_reply_to,
            visitor=visitor,
            topic=topic,
        )
        keep_post(self._store, post, named)
        self._send(author, documents.create(self.note(post)), self._doors(post, named), uri)
        return post

    def note(self, post: Post) -> documents.Json:
        """The document of a citizen's post."""
        mentions = [(uri, self._handle(uri)) for uri in addressed_by(self._store, post)]
        return documents.note(self.base, self.host, post, mentions)

    def edit(self, post: Post, text: str) -> Post:
        """New words for an old note. Nobody is named whom the first words did not name."""
        changed = change_post(self._store, post, text, html_of(text, self._find_mention))
        named = addressed_by(self._store, post)
        self._send(post.author, documents.update(self.note(changed)), self._doors(post, named), post.uri)
        return changed

    def remove(self, post: Post) -> None:
        """Take a note back."""
        named = addressed_by(self._store, post)
        me = documents.actor_id(self.base, post.author)
        shown = [documents.PUBLIC] if post.audience in ("public", "unlisted") else named
        self._send(post.author, documents.delete(me, post.uri, shown), self._doors(post, named), post.uri)
        remove_post(self._store, post)

    def react(self, kind: str, author: str, post: Post) -> bool:
        """Like or share a post; False if that was done before."""
        me = documents.actor_id(self.base, author)
        if self._reaction(kind, author, post):
            return False
        activity = f"{me}#{kind}s/{self._store.next_number()}"
        self._store.write("insert into reactions values (?, ?, ?, ?)", activity, kind, author, post.uri)
        self._send(author, documents.react(kind, me, activity, post.uri), self._author_door(post), post.uri)
        return True

    def withdraw(self, kind: str, author: str, post: Post) -> bool:
        """Take a like or share back; False if there is none."""
        activity = self._reaction(kind, author, post)
        if not activity:
            return False
        me = documents.actor_id(self.base, author)
        undone = documents.react(kind, me, activity, post.uri)
        self._store.write("delete from reactions where uri = ?", activity)
        self._send(author, documents.undo(me, undone), self._author_door(post), post.uri)
        return True

    def follow(self, author: str, agency: Remote) -> bool:
        """Follow an agency; False if that was asked before."""
        me = documents.actor_id(self.base, author)
        activity = f"{self.base}/follows/{self._store.next_number()}"
        if not self._store.write("insert or ignore into follows values (?, ?, ?, 0)", author, agency.uri, activity):
            return False
        self._send(author, documents.follow(me, activity, agency.uri), [agency.door])
        return True

    def unfollow(self, author: str, agency: Remote) -> bool:
        """Stop following; False if nobody followed."""
        asked = "select activity from follows where citizen = ? and followed = ?"
        activity = self._store.value(asked, author, agency.uri)
        if not activity:
            return False
        me = documents.actor_id(self.base, author)
        self._store.write("delete from follows where activity = ?", activity)
        undone = documents.follow(me, str(activity), agency.uri)
        self._send(author, documents.undo(me, undone), [agency.door])
        return True

    def accept(self, citizen: str, follow: documents.Json, follower: Remote) -> None:
        """Let a stranger follow a citizen."""
        self._store.write("insert or ignore into followers values (?, ?)", citizen, follower.uri)
        me = documents.actor_id(self.base, citizen)
        activity = f"{me}#accepts/{self._store.next_number()}"
        self._send(citizen, documents.accept(me, activity, follow), [follower.inbox])

    def _named(self, text: str, author: str, above: Post | None) -> list[str]:
        """Actors that a note is for: those of the answered post, as Mastodon does it, and those named in the words."""
        found: dict[str, None] = {}
        if above is not None:
            found |= dict.fromkeys([self._actor_of(above), *addressed_by(self._store, above)])
        for match in MENTION.finditer(text):
            named = self._find_actor(match[1], match[2] or "")
            found |= {named: None} if named else {}
        found.pop(documents.actor_id(self.base, author), None)
        return list(found)

    def _greet(self, text: str, named: Iterable[str]) -> str:
        """Put those agencies in front that the words do not name: people see whom a reply is for."""
        said = {match[1].lower() for match in MENTION.finditer(text)}
        handles = [self._handle(uri).partition("@")[0] for uri in named if self.is_official(uri)]
        front = "".join(f"@{handle} " for handle in handles if handle.lower() not in said)
        return front + text

    def _actor_of(self, post: Post) -> str:
        return documents.actor_id(self.base, post.author) if post.author in all_citizens() else post.author

    def _find_actor(self, name: str, host: str) -> str:
        if name.lower() in all_citizens() and host in ("", self.host):
            return documents.actor_id(self.base, name.lower())
        agency = self.agencies.get(name.lower())
        return agency.uri if agency and host in ("", agency.handle.partition("@")[2]) else ""

    def _find_mention(self, name: str, host: str) -> tuple[str, str] | None:
        uri = self._find_actor(name, host)
        return (uri, name) if uri else None

    def _handle(self, uri: str) -> str:
        if uri.startswith(f"{self.base}/users/"):
            return f"{uri.rpartition('/')[2]}@{self.host}"
        known = self._remotes.known(uri)
        return known.handle if known else uri

    def _reaction(self, kind: str, author: str, post: Post) -> str:
        asked = "select uri from reactions where kind = ? and author = ? and post = ?"
        return str(self._store.value(asked, kind, author, post.uri) or "")

    def _doors(self, post: Post, named: Iterable[str]) -> list[str]:
        """The inboxes that a note goes to, each once."""
        uris = set(named)
        if post.audience != "direct":
            asked = "select follower from followers where citizen = ?"
            uris |= {row["follower"] for row in self._store.rows(asked, post.author)}
        found = [self._remotes.known(uri) for uri in uris]
        return sorted({remote.door for remote in found if remote})

    def _author_door(self, post: Post) -> list[str]:
        known = self._remotes.known(post.author)
        return [known.door] if known else []

    def _send(self, author: str, activity: documents.Json, doors: Iterable[str], about: str = "") -> None:
        body = json.dumps(activity, ensure_ascii=False).encode()
        for door in doors:
            self._courier.send("activity", author, door, body, about)

    def _headers(self, sender: str, url: str, body: bytes) -> dict[str, Any]:
        key_id = f"{documents.actor_id(self.base, sender)}#main-key"
        signed = sign("POST", url, body, key_id, self._keys.private(sender))
        return signed | {"Content-Type": ACTIVITY_JSON, "Accept": ACTIVITY_JSON}
