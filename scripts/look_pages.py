"""Which pages a running demo has: followed from its own links, one of each kind."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import APIRequestContext
from playwright.sync_api import Page as Tab

HREF = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)', re.IGNORECASE)
# What stands for one of many in an address: tracking ids, public ids, numbers, secrets.
ONE_OF_MANY = re.compile(r"^([0-9A-Z]{4}-[0-9A-Z]{4}|[a-z0-9]{26}|\d+|[\w-]{22,}|@[\w.-]+)$")
MOST_OF_A_KIND = {"cases/*": 3, "desk/*": 3}
NOT_PAGES = (
    "static/",
    "log/",
    "receipts/",
    "api/",
    "feeds/",
    ".well-known/",
    "hooks/",
    "desk/logout",
    "accounts/logout",
)
PUBLIC = ("", "report/", "cases/", "accounts/", "accounts/login/", "publications/", "measures/", "record/", "offline/")
QUESTIONS = ("accounts/check?q=dinas-pu@{host}", "accounts/check?q=dinas-pu-asli@elsewhere.example", "no-such-page/")


@dataclass(frozen=True)
class Page:
    """One page to look at, the user who is looking (empty: anybody), and what they do there before the picture."""

    address: str
    name: str
    by: str = ""
    reach: Callable[[Tab], None] | None = None


def public_pages(start: str, request: APIRequestContext) -> list[Page]:
    """The pages that anybody sees, followed from the home page."""
    host = urlsplit(start).netloc
    asked = [urljoin(start, question.format(host=host)) for question in QUESTIONS]
    found = list(follow([urljoin(start, path) for path in PUBLIC], request, inside=""))
    names = ["check-official", "check-unknown", "not-found"]
    return [Page(a, name_of(a)) for a in found] + [Page(a, n) for a, n in zip(asked, names, strict=True)]


def desk_pages(start: str, request: APIRequestContext, officer: str) -> list[Page]:
    """The pages that an officer sees, followed from the desk."""
    return [Page(a, name_of(a), officer) for a in follow([urljoin(start, "desk/")], request, inside="desk/")]


def follow(starts: list[str], request: APIRequestContext, inside: str) -> Iterator[str]:
    """Addresses of HTML pages that can be reached from the first ones, only a few of each kind."""
    home = urljoin(starts[0], "/")
    waiting, seen, kinds = deque(starts), set(starts), dict[str, int]()
    while waiting:
        address = waiting.popleft()
        if is_known(kinds, kind_of(address)):
            continue
        answer = request.get(address)
        # Where it led counts: an address may point to a page that was seen, or to somebody else's.
        address = answer.url
        kind = kind_of(address)
        if not answer.ok or "text/html" not in answer.headers.get("content-type", "") or not address.startswith(home):
            continue
        if is_known(kinds, kind):
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        yield address
        links = {urljoin(address, html.unescape(link)).split("?")[0] for link in HREF.findall(answer.text())}
        fresh = sorted(link for link in links - seen if is_page(link, home, inside))
        seen |= set(fresh)
        waiting.extend(fresh)


def is_known(kinds: dict[str, int], kind: str) -> bool:
    """Whether enough pages of a kind were seen."""
    return kinds.get(kind, 0) >= MOST_OF_A_KIND.get(kind, 1)


def is_page(address: str, home: str, inside: str) -> bool:
    """Whether an address is one of ours that shows a page and changes nothing."""
    path = address.removeprefix(home)
    # A source is a post on somebody else's server, which may be away.
    is_ours = address.startswith(home + inside) and "/source/" not in path
    return is_ours and not path.startswith(NOT_PAGES) and (bool(inside) or "desk/" not in path)


def kind_of(address: str) -> str:
    """The address with a star for each part that is one of many."""
    parts = urlsplit(address).path.strip("/").split("/")
    starred = [
        "*" if ONE_OF_MANY.match(part) or parts[n - 1 : n] == ["agencies"] else part for n, part in enumerate(parts)
    ]
    return "/".join(starred)


def name_of(address: str) -> str:
    """A name for the files of a page."""
    path = urlsplit(address).path.strip("/")
    return re.sub(r"[^\w-]+", "-", path) or "home"
