"""The pages that no link leads to: what a form answers, an officer's other tabs, and the town beside a demo."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import APIRequestContext, Error
from playwright.sync_api import Page as Tab

from scripts.look_pages import Page

Fields = dict[str, str | float | bool]
TEXT, PLACE = "Lampu jalan di depan Balai RW mati sejak Senin, anak-anak pulang mengaji dalam gelap.", "Balai RW 05"
TITLE, NEWS = "Jalan Melati ditutup Minggu pagi", "Jalan Melati ditutup hari Minggu pukul 06.00 sampai 12.00."
STATE = re.compile(r'name="state" value="([^"]+)"')
SECRET = re.compile(r'href="(/s/[\w-]+)"')
SOURCE = re.compile(r'href="(/cases/[0-9A-Z-]{9}/source/\d+)"')
DESK_CASE = re.compile(r'id="case-([0-9A-Z-]{9})"')
ABOUT_STEP = re.compile(r'href="([^"]*tab=(correct|hide)&amp;step=\d+)')
MOST_ASKED = 20
VIEWS = ("danger", "late", "disputed", "mine", "to_close", "waiting", "closed", "dismissed")
# Who sits at the desk: the usual officer, who decides on what needs two people, and one with a single power.
OFFICER, HEAD, COLLEAGUE = "petugas", "kepala", "rekan"
# Sends a form that the page does not offer, as somebody would whose page is older than their mandate.
SEND = """([address, fields]) => {
    const form = document.createElement("form");
    fields.csrfmiddlewaretoken = document.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const [name, value] of Object.entries(fields)) form.append(Object.assign(
        document.createElement("input"), {name, value, type: "hidden"}));
    Object.assign(form, {method: "post", action: address});
    document.body.append(form);
    form.submit();
}"""


def form_pages(start: str, request: APIRequestContext, languages: tuple[str, ...]) -> list[Page]:
    """What the public forms answer. One report is filed, whatever the number of pictures."""
    report, login, forgotten = (urljoin(start, path) for path in ("report/", "accounts/login/", "accounts/password/"))
    done, own = file_report(report, request, languages)
    pages = [
        Page(report, "report-error", reach=partial(press, [{}])),
        Page(report, "report-place", reach=partial(press, [{"#text": TEXT}])),
        Page(report, "report-privacy", reach=partial(press, [{"#text": TEXT}, {"#place": PLACE}])),
        Page(login, "sign-in-error", reach=partial(press, [{"#id_username": OFFICER}])),
        Page(forgotten, "password-error", reach=partial(press, [{}])),
        Page(urljoin(forgotten, "sent/"), "password-sent"),
        Page(urljoin(start, "s/" + "x" * 32), "own-unknown"),
    ]
    if own:
        pages += [Page(report, "report-done", reach=partial(stand_in, done)), Page(urljoin(start, own), "own")]
        pages.append(Page(urljoin(start, own), "own-error", reach=partial(press, [{}])))
    return pages


def file_report(
    report: str, request: APIRequestContext, languages: tuple[str, ...], text: str = TEXT
) -> tuple[dict[str, str], str]:
    """File one report; gives the page that says so in every language, and the secret address.

    Sending the same form again is the same report, so another language costs none.
    """
    words = request.post(report, form={"step": "words", "text": text}).text()
    place = request.post(report, form={"step": "place", "place": PLACE, "state": state_of(words)}).text()
    last: Fields = {"step": "privacy", "way": "anonymous", "state": state_of(place)}
    done = {
        language: request.post(report, form=last, headers={"Cookie": f"django_language={language}"}).text()
        for language in languages
    }
    own = SECRET.search(done[languages[0]])
    return done, own[1] if own else ""


def state_of(page: str) -> str:
    """What a form carries from step to step."""
    found = STATE.search(page)
    return found[1] if found else ""


def more_desk_pages(start: str, ask: dict[str, APIRequestContext]) -> list[Page]:
    """The desk's views, each tab of a case, and what it says to those who may not."""
    desk = urljoin(start, "desk/")
    pages = [Page(f"{desk}?view={view}", f"desk-view-{view}", OFFICER) for view in VIEWS]
    pages.append(Page(f"{desk}?number=0000-0000", "desk-number-unknown", OFFICER))
    pages.append(Page(f"{desk}approvals/", "desk-approvals", HEAD))
    new = f"{desk}publications/new/"
    pages.append(Page(new, "desk-publication-error", OFFICER, partial(press, [{}])))
    pages.append(Page(new, "desk-publication-refused", COLLEAGUE, partial(send, new, {"title": TITLE, "text": NEWS})))
    draft = write_draft(new, ask[OFFICER])
    approve = partial(send, f"{draft}approval", {})
    pages += [Page(draft, "desk-draft", OFFICER), Page(draft, "desk-draft-other", HEAD)]
    pages.append(Page(draft, "desk-draft-withdrawal", OFFICER, unfold))
    pages.append(Page(draft, "desk-draft-own-approval", OFFICER, approve))
    return pages + case_tabs(desk, ask[OFFICER])


def case_tabs(desk: str, request: APIRequestContext) -> list[Page]:
    """The tabs of an open case and of a closed one, and the two that are about one step."""
    going, closed = (numbers_in(desk, views, request) for views in (("waiting", "to_close", "turn"), ("closed",)))
    if not going:
        return []
    shown = {f"{desk}{number}/": request.get(f"{desk}{number}/").text() for number in going[:MOST_ASKED]}
    # An answered one, where there is any: its answer can be corrected.
    case = next((case for case, page in shown.items() if "tab=correct" in page), next(iter(shown)))
    tabs = {tab: f"{case}?tab={tab}" for tab in ("answer", "note", "forward", "end")}
    tabs |= {tab: urljoin(desk, way.replace("&amp;", "&")) for way, tab in ABOUT_STEP.findall(shown[case])}
    pages = [Page(address, f"desk-case-{tab}", OFFICER) for tab, address in tabs.items()]
    pages.append(Page(tabs["end"], "desk-case-end-error", OFFICER, partial(press_in, "form[action*=closure]")))
    refused = partial(send, f"{case}closure", {"outcome": "done"})
    pages.append(Page(case, "desk-case-refused", COLLEAGUE, refused))
    if closed:
        pages.append(Page(f"{desk}{closed[0]}/?tab=end", "desk-case-closed", OFFICER))
    return pages


def numbers_in(desk: str, views: tuple[str, ...], request: APIRequestContext) -> list[str]:
    """The numbers of the cases on the first page of some views."""
    return [number for view in views for number in DESK_CASE.findall(request.get(f"{desk}?view={view}").text())]


def write_draft(new: str, request: APIRequestContext) -> str:
    """A draft of the officer's own; sent again, it is the one that is there."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', request.get(new).text())
    fields: Fields = {"kind": "service_news", "title": TITLE, "text": NEWS}
    fields["csrfmiddlewaretoken"] = token[1] if token else ""
    return request.post(new, form=fields, headers={"Referer": new}).url


def town_pages(start: str, request: APIRequestContext, officer: APIRequestContext) -> list[Page]:
    """The pages of the town beside a demo, found where a post leads to; none when nobody is there."""
    there = DESK_CASE.findall(officer.get(urljoin(start, "desk/?network=activitypub")).text())
    for number in there[:MOST_ASKED]:
        for source in SOURCE.findall(request.get(urljoin(start, f"cases/{number}/")).text()):
            thread = request.get(urljoin(start, source), max_redirects=0).headers.get("location", "")
            town = "{0.scheme}://{0.netloc}/".format(urlsplit(thread))
            if urlsplit(thread).hostname == urlsplit(start).hostname and answers(town, request):
                paths = {"town": "", "town-page": "page/", "town-messages": "messages/", "town-people": "people/"}
                pages = [Page(urljoin(town, path), name) for name, path in paths.items()]
                return [*pages, Page(urljoin(town, "mail/"), "town-mail"), Page(thread, "town-thread")]
    print("no town: no post of this installation leads to one that answers")
    return []


def answers(address: str, request: APIRequestContext) -> bool:
    """Whether a page stands there. A server that is away is no fault of ours."""
    try:
        return request.get(address).ok
    except Error:
        return False


def press(steps: list[dict[str, str]], tab: Tab) -> None:
    """Fill the page's form and send it, once for each step."""
    for fields in steps:
        for selector, text in fields.items():
            tab.fill(selector, text)
        press_in("main form:not(.filter)", tab)


def press_in(form: str, tab: Tab) -> None:
    """Send a form as its first button does."""
    with tab.expect_navigation():
        tab.locator(form).first.evaluate("form => form.requestSubmit()")


def unfold(tab: Tab) -> None:
    """Open what is folded away."""
    tab.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")


def send(address: str, fields: dict[str, str], tab: Tab) -> None:
    """Send what the page does not offer."""
    with tab.expect_navigation():
        tab.evaluate(SEND, [address, fields])


def stand_in(pages: dict[str, str], tab: Tab) -> None:
    """Show a page that a form gave before, without sending the form again."""
    html = pages[tab.evaluate("document.documentElement.lang")]
    tab.route(tab.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    tab.reload()
