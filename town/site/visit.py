"""One visit: who the visitor is, in which language, and the frame around every page."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from town.citizens import VISITOR, Citizen, all_citizens
from town.site.html import Html, joined, tag
from town.site.words import Words, words_for
from town.town import Town
from town.web import Request, Response

STATIC = Path(__file__).with_name("static")
YEAR = 365 * 86400
KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
SECTIONS = (("/", "timeline"), ("/page/", "the_page"), ("/messages/", "messages"), ("/mail/", "mail"))
LOGO = Html(
    '<svg viewBox="0 0 36 36" aria-hidden="true"><path d="M4 15 18 5l14 10v3H4z" fill="#ffd54a"/>'
    '<path d="M8 20v11M28 20v11M8 25h20" stroke="#fff" stroke-width="3" stroke-linecap="round"/>'
    '<circle cx="18" cy="21.5" r="2" fill="#ffd54a"/></svg>'
)


@dataclass(frozen=True)
class Visit:
    """What every page needs to know. `errors` and `kept` bring a refused form back as it was typed."""

    town: Town
    request: Request
    words: Words
    me: Citizen
    now: float
    errors: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def agency(self) -> str:
        """The agency that is named in hints."""
        return self.town.settings.agencies[0]


def visit(town: Town, request: Request, me: str = "") -> Visit:
    """Who comes, by choice or cookie."""
    chosen = me or request.query.get("as", "") or request.cookies.get("as", "")
    return Visit(town, request, words_for(request), all_citizens().get(chosen, all_citizens()[VISITOR]), time.time())


def page(v: Visit, title: str, *content: object, status: int = 200, quiet_title: bool = False) -> Response:
    """A whole page around its content; the visitor's choices stay in cookies."""
    words = v.words
    heading = tag("h1", title, class_="hush" if quiet_title else None)
    head = joined(
        [
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("title", f"{title} · Pos Ronda"),
            tag("meta", name="description", content=words("pretend")),
            tag("meta", name="theme-color", content="#0d5f4f"),
            tag("link", rel="icon", href=_static("mark.svg"), type="image/svg+xml"),
            tag("link", rel="stylesheet", href=_static("town.css")),
            tag("script", src=_static("town.js"), defer=True),
        ]
    )
    body = joined(
        [
            tag("a", words("skip"), class_="skip", href="#isi"),
            _masthead(v),
            tag("main", heading, *content, id="isi", tabindex="-1"),
        ]
    )
    document = f'<!doctype html>\n<html lang="{words.language}"><head>{head}</head><body>{body}</body></html>'
    return Response(document.encode(), status, headers=_cookies(v))


def static_file(request: Request, name: str) -> Response:
    """A stylesheet, script or picture."""
    path = STATIC / name
    if path.suffix not in KINDS or not path.is_file():
        return Response(b"not found", 404, "text/plain")
    return Response(path.read_bytes(), 200, KINDS[path.suffix], {"Cache-Control": "public, max-age=86400"})


def _masthead(v: Visit) -> Html:
    words = v.words
    here = "/" + v.request.path.strip("/").partition("/")[0]
    links = [
        tag(
            "li",
            tag(
                "a",
                words(name),
                href=address,
                aria_current="page" if here == address.rstrip("/") or (here == address) else None,
            ),
        )
        for address, name in SECTIONS
    ]
    signed_in = tag("span", words("signed_in"), " ", class_="wide")
    who = tag("a", signed_in, v.me.name, href="/people/", class_="who", title=words("change"))
    target = v.request.target if v.request.method == "GET" else "/?"
    switch = tag(
        "a",
        tag("span", words.other.upper(), aria_hidden="true"),
        tag("span", words("other_language"), class_="hush"),
        href=_in_language(target, words.other),
        lang=words.other,
        hreflang=words.other,
    )
    top = tag("div", tag("a", LOGO, tag("b", "Pos Ronda"), href="/", class_="home"), who, class_="bar")
    nav = tag("nav", tag("ul", *links), switch, aria_label=words("menu"))
    return tag("header", tag("p", words("pretend"), class_="pretend"), tag("div", top, nav, class_="top"))


def _in_language(target: str, language: str) -> str:
    path, _, query = target.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith("lang=")]
    return f"{path}?{'&'.join([*kept, f'lang={language}'])}"


@cache
def _static(name: str) -> str:
    version = sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={version}"


def _cookies(v: Visit) -> dict[str, str]:
    """Choices made by a link are kept; one header can carry one cookie, and one choice is made at a time."""
    if v.request.query.get("as") == v.me.handle:
        return {"Set-Cookie": f"as={v.me.handle}; Path=/; Max-Age={YEAR}; SameSite=Lax"}
    if v.request.query.get("lang") == v.words.language:
        return {"Set-Cookie": f"lang={v.words.language}; Path=/; Max-Age={YEAR}; SameSite=Lax"}
    return {}
