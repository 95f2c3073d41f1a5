"""Takes the pictures and says what is wrong with the pages."""

from __future__ import annotations

import argparse
import html
import itertools
import json
import os
import shutil
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Playwright, Request, sync_playwright
from playwright.sync_api import Page as Tab

from scripts.demo_run import PASSWORD
from scripts.look_ends import END_NAMES, end_pages
from scripts.look_forms import COLLEAGUE, HEAD, OFFICER, form_pages, more_desk_pages, town_pages
from scripts.look_pages import Page, desk_pages, public_pages

WIDTHS = {360: 780, 1280: 860}
THEMES = ("light", "dark")
LANGUAGES = ("id", "en")
HEAVIEST = 100_000


@dataclass(frozen=True)
class Way:
    """One way of looking at a page."""

    width: int
    theme: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.width}-{self.theme}-{self.language}"

    @property
    def is_weighed(self) -> bool:
        """Weight does not depend on theme and hardly on width, so one way is enough."""
        return (self.width, self.theme) == (360, "light")

    @property
    def is_examined(self) -> bool:
        """Axe looks at colours and structure, which are the same in every language; one more look is for the words."""
        return self.language == LANGUAGES[0] or (self.width, self.theme) == (1280, "light")


@dataclass
class Seen:
    """What one look at one page gave."""

    page: str
    address: str
    way: str
    picture: str
    status: int
    bytes: int = 0
    faults: list[str] = field(default_factory=list)


def main() -> int:
    """Look at every page in every way; exit status 1 when something is wrong."""
    options = read_options()
    started = time.monotonic()
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = open_browser(playwright)
        seen = look_at_everything(browser, options)
    write_index(options.out, seen)
    faults = [(one, fault) for one in seen for fault in one.faults]
    for one, fault in faults:
        print(f"{one.page:<28} {one.way:<14} {fault}")
    print(
        f"\n{len(seen)} pictures in {options.out}/index.html, {len(faults)} faults, {time.monotonic() - started:.0f} s"
    )
    return 1 if faults or not seen else 0


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="scripts/look", description="Pictures of every page of a running demo.")
    parser.add_argument("--url", default="http://localhost:8000", help="where the demo serves")
    parser.add_argument("--out", type=Path, default=Path("look-out"), help="the folder for the pictures")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    options = parser.parse_args()
    options.url = options.url.rstrip("/") + "/"
    return options


def open_browser(playwright: Playwright) -> Browser:
    """Debian's Chromium, not one that was downloaded."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        sys.exit("look: missing package: chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=found, args=arguments)


def look_at_everything(browser: Browser, options: argparse.Namespace) -> list[Seen]:
    """Find the pages, then look at each in each way."""
    cookies = {name: sign_in(browser, options.url, name) for name in (OFFICER, HEAD, COLLEAGUE)} | {"": None}
    wanted = [page for page in find_pages(browser, options.url, cookies, options.only) if options.only in page.name]
    print(f"{len(wanted)} pages: {', '.join(page.name for page in wanted)}")
    seen = []
    for width, theme, language in itertools.product(WIDTHS, THEMES, LANGUAGES):
        way = Way(width, theme, language)
        people = {name: open_context(browser, way, options.url, state) for name, state in cookies.items()}
        seen += [look(people[page.by], page, way, options.out) for page in wanted]
        for context in people.values():
            context.close()
    return seen


def find_pages(browser: Browser, home: str, cookies: dict[str, Any], only: str) -> list[Page]:
    """Every page: those that links lead to, those that a form answers, what ends make, and the town's."""
    people = {name: browser.new_context(locale="id-ID", storage_state=state) for name, state in cookies.items()}
    ask = {name: context.request for name, context in people.items()}
    pages = public_pages(home, ask[""]) + form_pages(home, ask[""], LANGUAGES)
    if any(only in name for name in END_NAMES):
        pages += end_pages(home, ask)
    pages += (
        desk_pages(home, ask[OFFICER], OFFICER) + more_desk_pages(home, ask) + town_pages(home, ask[""], ask[OFFICER])
    )
    for context in people.values():
        context.close()
    return pages


def sign_in(browser: Browser, home: str, officer: str) -> Any:
    """Sign in as one of the demo's officers and give the cookies."""
    context = browser.new_context(locale="id-ID")
    tab = context.new_page()
    tab.goto(f"{home}accounts/login/")
    tab.fill("input[name=username]", officer)
    tab.fill("input[name=password]", PASSWORD)
    with tab.expect_navigation():
        tab.press("input[name=password]", "Enter")
    state = context.storage_state()
    context.close()
    return state


def open_context(browser: Browser, way: Way, home: str, state: Any) -> BrowserContext:
    """A browser that has this way's window, theme and language."""
    context = browser.new_context(
        viewport={"width": way.width, "height": WIDTHS[way.width]},
        color_scheme="dark" if way.theme == "dark" else "light",
        locale="id-ID" if way.language == "id" else "en-GB",
        reduced_motion="reduce",
        storage_state=state,
    )
    context.add_cookies([{"name": "django_language", "value": way.language, "url": home}])
    return context


def look(context: BrowserContext, page: Page, way: Way, out: Path) -> Seen:
    """Open one page as a first visitor does, take its picture and note what is wrong."""
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: said.append(str(error)))
    weight = weigh(context, tab)
    arrivals: list[Request] = []
    tab.on("request", lambda request: arrive(request, arrivals, said, weight))
    tab.goto(page.address, wait_until="load")
    if page.reach:
        page.reach(tab)
        tab.wait_for_load_state("load")
    picture = f"{page.name}-{way.name}.png"
    answer = arrivals[-1].response() if arrivals else None
    status = answer.status if answer else 0
    seen = Seen(page.name, page.address, way.name, picture, status, sum(weight))
    tab.screenshot(path=out / picture, full_page=True)
    # The console repeats the status of a page that says no.
    seen.faults = list(faults_of(tab, seen, way, [text for text in said if f"status of {status} " not in text]))
    tab.close()
    return seen


def arrive(request: Request, arrivals: list[Request], said: list[str], weight: list[int]) -> None:
    """A new page begins: what was said and weighed before it belongs to the page before."""
    if request.is_navigation_request():
        arrivals.append(request)
        said.clear()
        weight.clear()


def weigh(context: BrowserContext, tab: Tab) -> list[int]:
    """A list that fills with the transferred bytes of everything the page loads, with nothing in a cache."""
    sizes: list[int] = []
    session = context.new_cdp_session(tab)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    return sizes


def faults_of(tab: Tab, seen: Seen, way: Way, said: list[str]) -> list[str]:
    """Everything that is wrong with what stands in the tab now."""
    faults = [f"the console says: {text[:150]}" for text in said]
    if seen.status >= 500 or seen.status == 0:
        faults.append(f"answered {seen.status}")
    sideways = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if sideways > 0:
        faults.append(f"scrolls sideways by {sideways} px")
    if way.is_weighed and seen.bytes > HEAVIEST:
        faults.append(f"weighs {seen.bytes / 1000:.0f} kB")
    return faults + (violations(tab) if way.is_examined else [])


def violations(tab: Tab) -> list[str]:
    """What axe finds."""
    found = Axe().run(tab).response["violations"]
    return [f"axe {v['id']} ({v['impact']}) × {len(v['nodes'])}: {v['nodes'][0]['html'][:110]}" for v in found]


def write_index(out: Path, seen: list[Seen]) -> None:
    """One page with every picture, and the same as JSON."""
    (out / "report.json").write_text(json.dumps([asdict(one) for one in seen], indent=1))
    rows = [figures(name, list(group)) for name, group in itertools.groupby(sorted(seen, key=by_page), key=by_page)]
    style = "body{font:16px system-ui;margin:2rem}img{height:320px;border:1px solid #ccc}figure{margin:0 1rem 1rem 0}"
    style += "div{display:flex;flex-wrap:wrap}li{color:#a00}figcaption{font-size:13px}"
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Pages</title><style>{style}</style>'
    (out / "index.html").write_text(head + "\n".join(rows))


def by_page(one: Seen) -> str:
    """What pictures are grouped by."""
    return one.page


def figures(name: str, group: list[Seen]) -> str:
    """The pictures of one page, with its weight and its faults."""
    heaviest = max(one.bytes for one in group)
    title = (
        f'<h2>{html.escape(name)}</h2><p><a href="{html.escape(group[0].address)}">{html.escape(group[0].address)}</a>'
    )
    faults = "".join(f"<li>{one.way}: {html.escape(fault)}</li>" for one in group for fault in one.faults)
    pictures = "".join(
        f'<figure><a href="{one.picture}"><img src="{one.picture}" alt="" loading="lazy"></a>'
        f"<figcaption>{one.way}</figcaption></figure>"
        for one in sorted(group, key=lambda one: one.way)
    )
    return f"{title}, {heaviest / 1000:.1f} kB</p><ul>{faults}</ul><div>{pictures}</div>"


if __name__ == "__main__":
    sys.exit(main())
