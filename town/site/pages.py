"""Every page of the site."""

from __future__ import annotations

import re

from town.citizens import Citizen, all_citizens
from town.page.ids import person_id
from town.site.cards import face, thread_card
from town.site.forms import compose
from town.site.html import Html, joined, tag
from town.site.mail import read_letters
from town.site.visit import Visit, page
from town.timeline import FEDIVERSE, PAGE, Post, messages_of, open_threads, posts_of, thread_of
from town.web import Response

SHOWN = 20


def home(v: Visit) -> Response:
    """The fediverse's timeline."""
    hint = v.words("mention_hint", agency=v.agency)
    form = compose(v, v.words("what_news", name=v.me.name), v.words("post"), {"network": FEDIVERSE}, hint)
    return page(v, v.words("timeline"), _problem(v), form, *_timeline(v, FEDIVERSE), quiet_title=True)


def city_page(v: Visit) -> Response:
    """The Page: its posts with what people commented."""
    lead = tag("p", v.words("page_lead"), class_="lead")
    return page(v, v.town.settings.page_name, lead, *_timeline(v, PAGE))


def thread(v: Visit, post: Post) -> Response:
    """One conversation, with a form to reply. A comment's page is that of the post above."""
    root = v.town.find(post.thread) or post
    target = _named(v, "to") or (post if not post.deleted else root)
    forms = []
    edited = _named(v, "edit")
    if edited and edited.author == v.me.handle and not edited.deleted:
        forms.append(
            tag(
                "div",
                compose(v, v.words("edit_label"), v.words("save"), {"id": edited.number}, text=edited.text),
                id="edit",
            )
        )
    elif not target.deleted:
        forms.append(tag("div", _reply_form(v, target), id="reply"))
    cards = [thread_card(v, root, whole=True)]
    if post.audience == "direct" and post.network == PAGE:
        cards = [_conversation(v, post.thread)]
    return page(v, v.words("thread"), _problem(v), *cards, *forms, quiet_title=True)


def messages(v: Visit) -> Response:
    """The direct messages of whoever the visitor is, on both networks."""
    mine = messages_of(v.town.store, v.me.handle, FEDIVERSE, [f"{v.town.settings.base}/users/{v.me.handle}"])
    cards = [thread_card(v, root) for root in _roots(v, mine)]
    on_page = messages_of(v.town.store, v.me.handle, PAGE, [person_id(v.town.page.id, v.me.handle)], 1)
    if on_page:
        cards.append(_conversation(v, on_page[0].thread))
    empty = tag("p", v.words("no_messages", name=v.me.name), class_="card")
    write = compose(v, v.words("write_agency"), v.words("send"), {"audience": "direct"}, choice=_recipient(v))
    lead = tag("p", v.words("messages_lead"), class_="lead")
    return page(v, v.words("messages_of", name=v.me.name), lead, _problem(v), write, *(cards or [empty]))


def mail(v: Visit) -> Response:
    """What the city sent by e-mail."""
    letters = [
        tag(
            "article",
            tag("h2", letter.subject),
            tag("p", v.words("mail_to", who=letter.to), " · ", v.words.when(letter.at, v.now), class_="letter-to"),
            tag("div", _linked(letter.text), class_="said"),
            class_="card letter",
        )
        for letter in read_letters(v.town.settings.mail_dir)
    ]
    lead = tag("p", v.words("mail_lead"), class_="lead")
    return page(v, v.words("mail"), lead, *(letters or [tag("p", v.words("no_mail"), class_="card")]))


def citizens(v: Visit) -> Response:
    """Everybody, to choose from."""
    listed = [tag("li", _who(v, citizen), _choose(v, citizen)) for citizen in all_citizens().values()]
    lead = tag("p", v.words("people_lead"), class_="lead")
    return page(v, v.words("people"), lead, tag("ul", *listed, class_="people card"))


def profile(v: Visit, citizen: Citizen) -> Response:
    """One citizen and what they wrote."""
    about = tag(
        "div",
        _who(v, citizen),
        tag("p", citizen.bio, ". ", v.words("bot") + "." if citizen.is_bot else None),
        tag(
            "footer",
            _be(v, citizen),
            tag("a", v.words("their_messages", name=citizen.name), href=f"/messages/?as={citizen.handle}"),
        ),
        class_="card",
    )
    posts = posts_of(v.town.store, citizen.handle, limit=SHOWN)
    return page(v, v.words("posts_of", name=citizen.name), about, *[thread_card(v, root) for root in _roots(v, posts)])


def not_found(v: Visit) -> Response:
    """Nothing here."""
    lead = tag("p", v.words("not_found_lead"), class_="lead")
    back = tag("p", tag("a", v.words("back"), href="/"))
    return page(v, v.words("not_found"), lead, back, status=404)


def _timeline(v: Visit, network: str) -> list[Html]:
    given = v.request.query.get("before", "")
    before = int(given) if given.isdigit() and len(given) < 19 else 0
    roots = open_threads(v.town.store, network, before, SHOWN)
    pieces = [_fresh(v, network)] if not before else []
    pieces += [thread_card(v, root) for root in roots] or [tag("p", v.words("no_posts"), class_="card")]
    links = [tag("a", v.words("newest"), href=v.request.path)] if before else []
    if len(roots) == SHOWN:
        links.append(tag("a", v.words("older"), href=f"{v.request.path}?before={roots[-1].number}"))
    return [*pieces, tag("p", *links, class_="pager")] if links else pieces


def _fresh(v: Visit, network: str) -> Html:
    """Shown by the page's script when there is something new; without a script nobody misses it."""
    newest = v.town.store.value("select max(number) from posts where network = ?", network) or 0
    link = tag("a", v.words("news_waits"), href=v.request.path)
    return tag("p", link, class_="fresh", role="status", hidden=True, data_network=network, data_after=newest)


def _reply_form(v: Visit, target: Post) -> Html:
    label = v.words("reply_label", name=v.me.name, other=v.town.name_of(target.author))
    hidden: dict[str, object] = {"in_reply_to": target.number, "network": target.network}
    if target.network == PAGE or target.audience == "direct":
        hidden["audience"] = target.audience
    if target.network == PAGE and target.uri == target.thread:
        return compose(v, v.words("comment_label", name=v.me.name), v.words("comment"), hidden)
    return compose(v, label, v.words("reply"), hidden)


def _conversation(v: Visit, conversation: str) -> Html:
    """All messages between one person and the Page, as one card."""
    root = thread_of(v.town.store, conversation)[0]
    return thread_card(v, root, whole=v.request.path.startswith("/thread/"))


def _roots(v: Visit, posts: list[Post]) -> list[Post]:
    """The beginnings of the conversations that posts are in, each once, in the order given."""
    found = {post.thread: v.town.find(post.thread) or post for post in posts}
    return list(found.values())


def _choose(v: Visit, citizen: Citizen) -> Html:
    name = tag("span", " ", citizen.name, class_="hush")
    return tag("a", v.words("choose"), name, href=f"/?as={citizen.handle}", class_="be")


def _recipient(v: Visit) -> Html:
    """Whom a direct message goes to: the agency's account, or its Page."""
    options = [
        tag("option", v.words("to_network", agency=v.agency), value=FEDIVERSE),
        tag("option", v.words("to_page", page=v.town.settings.page_name), value=PAGE),
    ]
    label = tag("label", v.words("send_to"), for_="network", class_="hush")
    return tag("span", label, tag("select", *options, id="network", name="network"))


def _named(v: Visit, field: str) -> Post | None:
    given = v.kept.get(field) or v.request.query.get(field, "")
    return v.town.find(given) if given else None


def _problem(v: Visit) -> Html | None:
    if not v.errors:
        return None
    items = [tag("li", tag("a", said, href="#text")) for said in v.errors.values()]
    return tag("div", tag("h2", v.words("error_title")), tag("ul", *items), class_="problem", role="alert")


def _who(v: Visit, citizen: Citizen) -> Html:
    name = tag("a", tag("b", citizen.name), href=f"/@{citizen.handle}", class_="name")
    small = tag("small", f"@{citizen.handle}, {citizen.district}")
    return tag("div", face(v, citizen.handle), tag("span", name, small), class_="person")


def _be(v: Visit, citizen: Citizen) -> Html:
    return tag("a", v.words("be", name=citizen.name), href=f"/?as={citizen.handle}", class_="be")


def _linked(text: str) -> Html:
    """A letter's lines, its addresses as links."""
    lines = [re.split(r"(https?://\S+)", line) for line in text.splitlines() if line.strip()]
    return joined(tag("p", *[_address(part) for part in parts]) for parts in lines)


def _address(part: str) -> object:
    return tag("a", part, href=part) if part.startswith("http") else part
