"""A post, its thread, and the forms below it."""

from __future__ import annotations

import re
import time
from html import unescape

from town.agenda import TRACKING, is_automatic
from town.citizens import all_citizens
from town.site.html import Html, tag
from town.site.visit import Visit
from town.timeline import FEDIVERSE, Post, count_reactions, thread_of

REPLIES_SHOWN = 5
_PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
_CASE = re.compile(r'href="(https?://[^"]*/cases/[^"]*)"')
OFFICIAL_FACE = Html(
    '<svg viewBox="0 0 32 32"><g fill="none" stroke-width="4.5" stroke-linecap="round">'
    '<path stroke="#221a21" d="M4 7h3.5a5.5 5.5 0 0 1 5.5 5.5V26"/>'
    '<path stroke="#6d2159" d="M28 7h-3.5a5.5 5.5 0 0 0-5.5 5.5V26"/></g></svg>'
)


def address_of(post: Post) -> str:
    """The page of the conversation that a post is in."""
    return f"/thread/{post.number}"


def thread_card(v: Visit, root: Post, whole: bool = False) -> Html:
    """A post with the replies to it; on a timeline only the latest of them."""
    everything = thread_of(v.town.store, root.thread)
    replies = [post for post in everything if post.number != root.number]
    shown = replies if whole else replies[-REPLIES_SHOWN:]
    hidden = len(replies) - len(shown)
    more = tag("p", tag("a", v.words("more_replies", n=hidden), href=address_of(root)), class_="more")
    name = v.town.name_of(root.author)
    return tag(
        "article",
        _person(v, root),
        _said(v, root, whole),
        more if hidden else None,
        tag("ul", [_reply(v, post, whole) for post in shown], class_="replies") if shown else None,
        _footer(v, root, len(replies), whole),
        class_="card",
        id=f"c{root.number}",
        aria_label=v.words("post_by", name=name),
    )


def face(v: Visit, author: str, official: bool = False) -> Html:
    """The round picture of somebody."""
    if official:
        return tag("span", OFFICIAL_FACE, class_="face f0", aria_hidden="true")
    citizen = all_citizens().get(author)
    name = v.town.name_of(author)
    initial = next((letter for letter in name.split()[-1 if _is_titled(name) else 0] if letter.isalnum()), "?")
    return tag("span", initial.upper(), class_=f"face f{citizen.face if citizen else 2}", aria_hidden="true")


def _is_titled(name: str) -> bool:
    return len(name.split()) == 2 and name.split()[0] in (
        "Pak",
        "Bu",
        "Mbak",
        "Mas",
        "Uda",
        "Teh",
        "Kang",
        "Bli",
        "Ceu",
        "Bang",
        "Haji",
        "Mbah",
        "Mama",
    )


def _reply(v: Visit, post: Post, whole: bool) -> Html:
    name = v.town.name_of(post.author)
    return tag(
        "li",
        _person(v, post),
        _said(v, post, whole),
        _footer(v, post, 0, whole) if whole and not post.deleted else None,
        id=f"c{post.number}",
        class_="gov" if post.official else None,
        aria_label=v.words("reply_by", name=name),
    )


def _person(v: Visit, post: Post) -> Html:
    citizen = all_citizens().get(post.author)
    name: object = tag("b", v.town.name_of(post.author))
    if citizen:
        name = tag("a", name, href=f"/@{citizen.handle}", class_="name")
    badge = tag("span", v.words("official"), class_="official") if post.official else None
    stamp = tag("time", v.words.when(post.published, v.now), datetime=_iso(post.published))
    facts = [stamp, *(f", {fact}" for fact in _facts(v, post))]
    return tag(
        "div",
        face(v, post.author, post.official),
        tag("span", name, " ", badge, tag("small", *facts)),
        class_="person",
    )


def _facts(v: Visit, post: Post) -> list[str]:
    citizen = all_citizens().get(post.author)
    found = [citizen.district] if citizen and not post.in_reply_to else []
    if post.official and is_automatic(post.text):
        found.append(v.words("automatic"))
    if post.audience != "public" and not (post.official and post.audience == "unlisted"):
        found.append(v.words(post.audience).lower())
    if post.edited:
        found.append(v.words("edited"))
    if citizen and v.town.courier.waiting(post.uri):
        found.append(v.words("on_the_way"))
    return found


def _said(v: Visit, post: Post, whole: bool) -> Html:
    if post.deleted:
        return tag("p", v.words("removed"), class_="gone")
    language = post.language if post.language != v.words.language else None
    is_receipt = post.official and not whole and is_automatic(post.text)
    return tag("div", _short(v, post.html) if is_receipt else Html(post.html), class_="said", lang=language)


def _short(v: Visit, html: str) -> Html:
    """Of a receipt, the words up to its number and the first link: on a timeline that is enough."""
    kept = []
    for paragraph in _PARAGRAPH.findall(html):
        kept.append(paragraph)
        if TRACKING.search(paragraph):
            break
    address = _CASE.search(html)
    link = tag("p", tag("a", v.words("follow_it"), href=unescape(address[1]))) if address else ""
    return Html("".join(kept) + link)


def _footer(v: Visit, post: Post, replies: int, whole: bool) -> Html | None:
    reactions = count_reactions(v.town.store, post.uri)
    counts = [
        v.words("likes", n=reactions["like"]) if reactions["like"] else None,
        v.words("shares", n=reactions["share"]) if reactions["share"] else None,
        v.words("replies", n=replies) if replies else None,
    ]
    shown = [tag("span", count) for count in counts if count]
    if not whole:
        link = tag("a", v.words("reply"), href=f"{address_of(post)}#reply")
        return tag("footer", *shown, None if post.deleted else link)
    return tag("footer", *shown, _deeds(v, post)) if not post.deleted else None


def _deeds(v: Visit, post: Post) -> list[Html | None]:
    """What the visitor may do to a post: links and one-button forms."""
    asked = "select kind from reactions where author = ? and post = ?"
    done = {row["kind"] for row in v.town.store.rows(asked, v.me.handle, post.uri)}
    name = v.town.name_of(post.author)
    deeds: list[Html | None] = [
        tag("a", v.words("reply"), href=f"?to={post.number}#reply", aria_label=f"{v.words('reply')}: {name}")
    ]
    if post.audience != "direct":
        deeds.append(_deed(v, post, "unlike" if "like" in done else "like"))
    if post.network == FEDIVERSE and post.audience in ("public", "unlisted"):
        deeds.append(_deed(v, post, "unshare" if "share" in done else "share"))
    if post.author == v.me.handle:
        deeds.append(tag("a", v.words("edit"), href=f"?edit={post.number}#edit"))
        deeds.append(_deed(v, post, "remove"))
    return deeds


def _deed(v: Visit, post: Post, deed: str) -> Html:
    name = v.town.name_of(post.author)
    button = tag("button", v.words(deed), class_="link", aria_label=f"{v.words(deed)}: {name}")
    hidden = tag("input", type="hidden", name="id", value=post.number)
    return tag("form", hidden, button, method="post", action=f"/as/{v.me.handle}/{deed}")


def _iso(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
