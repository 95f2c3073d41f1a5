"""What becomes of a report: closed, confirmed, set aside, hidden; as its reporter, anybody and the desk see it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from playwright.sync_api import APIRequestContext
from playwright.sync_api import Page as Tab

from scripts.look_forms import OFFICER, Fields, file_report
from scripts.look_pages import Page

WORDS = {
    "closed": "Trotoar di depan SD Kenari berlubang, anak-anak turun ke jalan.",
    "confirmed": "Saluran air di Gang Delima mampet, baunya sampai ke dalam rumah.",
    "set-aside": "Pagar besi di Jalan Anggrek sudah karatan, mohon dicat.",
    "hidden": "Lampu jalan di Jalan Cendana mati tiga malam, nomor petugasnya tidak diangkat.",
}
PRINTED = "case-printed"
# A report is filed for each; who looks at other pages files none.
END_NAMES = (*(f"{where}-{end}" for where in ("case", "own", "desk") for end in WORDS), PRINTED)
ANSWER = "Terima kasih. Regu kami mengerjakannya hari Rabu pagi, hasilnya kami kabari di sini."
NUMBER = re.compile(r'href="/cases/([0-9A-Z-]{9})/"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
POST_ID = re.compile(r"hidden/(\d+)")
LOOKS, BETWEEN = 40, 0.5


@dataclass
class Desk:
    """An officer who sends the desk's forms as the pages offer them."""

    home: str
    request: APIRequestContext
    _token: str = field(default="", init=False)

    def show(self, number: str, tab: str = "") -> str:
        """The page of one report, with the forms of a tab."""
        answer = self.request.get(urljoin(self.home, f"desk/{number}/{tab}"))
        found = TOKEN.search(answer.text())
        self._token = found[1] if found else self._token
        return answer.text() if answer.ok else ""

    def act(self, number: str, act: str, fields: Fields) -> None:
        """Send one form, with all that has happened until now in sight."""
        newest = re.search(r'name="newest_step" value="(\d+)"', self.show(number, "?tab=end"))
        fields = fields | {"csrfmiddlewaretoken": self._token, "newest_step": newest[1] if newest else ""}
        page = urljoin(self.home, f"desk/{number}/")
        self.request.post(f"{page}{act}", form=fields, headers={"Referer": page})


def end_pages(start: str, ask: dict[str, APIRequestContext]) -> list[Page]:
    """File a report for every end, bring it there, and give its pages."""
    desk = Desk(start, ask[OFFICER])
    pages: list[Page] = []
    for end, words in WORDS.items():
        done, own = file_report(urljoin(start, "report/"), ask[""], ("id",), words)
        number = NUMBER.search(done["id"])
        if not own or number is None or not wait_for(lambda: bool(desk.show(number[1]))):  # noqa: B023
            print(f"no report came to be {end}")
            continue
        bring(end, desk, number[1], urljoin(start, own), ask[""])
        case = f"cases/{number[1]}/"
        pages += [Page(urljoin(start, case), f"case-{end}"), Page(urljoin(start, own), f"own-{end}")]
        pages.append(Page(urljoin(start, f"desk/{number[1]}/"), f"desk-{end}", OFFICER))
        if end == "confirmed":
            pages.append(Page(urljoin(start, case), PRINTED, reach=as_printed))
    return pages


def bring(end: str, desk: Desk, number: str, own: str, reporter: APIRequestContext) -> None:
    """Let the desk and the reporter do what leads to this end, and wait until it shows."""
    if end == "set-aside":
        desk.act(number, "dismissal", {"reason": "not_ours"})
        return
    desk.act(number, "answers", {"text": ANSWER})
    if end == "hidden":
        post = POST_ID.search(desk.show(number, "?" + (hide_tab(desk.show(number)) or "")))
        desk.act(number, f"hidden/{post[1] if post else 0}", {"reason": "personal_data"})
        return
    desk.act(number, "closure", {"outcome": "done"})
    if end == "confirmed":
        press = re.search(r'name="press" value="([^"]+)"', reporter.get(own).text())
        fields: Fields = {"says": "done", "press": press[1] if press else ""}
        reporter.post(f"{own}/reply", form=fields)
        wait_for(lambda: 'id="says" value="not_done"' in reporter.get(own).text())


def hide_tab(page: str) -> str:
    """Where the desk offers to hide a post."""
    found = re.search(r'href="[^"]*\?([^"]*tab=hide[^"#]*)', page)
    return found[1].replace("&amp;", "&") if found else ""


def wait_for(happens: Callable[[], bool]) -> bool:
    """Whether something happens in the next seconds."""
    for _ in range(LOOKS):
        if happens():
            return True
        time.sleep(BETWEEN)
    return False


def as_printed(tab: Tab) -> None:
    """Show the page as paper does."""
    tab.emulate_media(media="print")
