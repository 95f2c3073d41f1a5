"""A government and the town beside it, and people who look at both through a real browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.house.source import ROOT
from tests.journeys.installation import PASSWORD, Installation, answers, end, free_port, wait_until

# Nobody waits that long on a machine that has nothing else to do.
PATIENCE = 40.0


@dataclass(frozen=True)
class City:
    """Where the two servers are, and the browser in which everybody looks at them."""

    installation: Installation
    town: str
    browser: Browser

    @contextmanager
    def visitor(self) -> Iterator[Page]:
        """Somebody's window; nothing is kept of it."""
        context = self.browser.new_context(locale="id-ID", accept_downloads=True)
        context.set_default_timeout(PATIENCE * 1000)
        try:
            yield context.new_page()
        finally:
            context.close()

    @contextmanager
    def citizen(self, name: str) -> Iterator[Page]:
        """A citizen of the town, before its timeline."""
        with self.visitor() as page:
            page.goto(f"{self.town}/?as={name}")
            yield page

    @contextmanager
    def officer(self, username: str = "petugas") -> Iterator[Page]:
        """An officer who went to the desk and signed in on the way."""
        with self.visitor() as page:
            page.goto(f"{self.installation.url}/desk/")
            page.fill("[name=username]", username)
            page.fill("[name=password]", PASSWORD)
            page.click("main form button")
            page.wait_for_url("**/desk/")
            yield page


@contextmanager
def town_beside(government: Installation, folder: Path) -> Iterator[str]:
    """A town whose citizens say nothing by themselves, from when it answers to its end; gives its address."""
    port = free_port()
    words = ["--port", str(port), "--data", str(folder), "--tanggap", government.url, "--pace", "0"]
    process = subprocess.Popen([sys.executable, "-m", "town", *words], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: process.poll() is not None or answers(f"http://localhost:{port}/"), PATIENCE)
        assert process.poll() is None
        yield f"http://localhost:{port}"
    finally:
        end(process)


def write(page: Page, field: str, text: str) -> None:
    """Type into a field and press its form's button; the next page is there then."""
    area = page.locator(field)
    area.fill(text)
    press(page, page.locator("form").filter(has=area).get_by_role("button").last)


def press(page: Page, button: Locator) -> None:
    """Press what sends a form, and wait for where it leads."""
    with page.expect_navigation(timeout=PATIENCE * 1000):
        button.click()


def sees(page: Page | Locator, *texts: str) -> None:
    """What stands there now, or comes without a reload."""
    where = page.locator("main") if isinstance(page, Page) else page
    for text in texts:
        expect(where).to_contain_text(text, timeout=PATIENCE * 1000)


def comes_to_see(page: Page, *texts: str) -> None:
    """What stands on a page that does not renew itself, at the latest after a few reloads."""
    wait_until(lambda: _stands(page, texts) or (page.reload() and _stands(page, texts)), PATIENCE, 0.3)


def _stands(page: Page, texts: tuple[str, ...]) -> bool:
    shown = page.locator("main").inner_text()
    return all(text in shown for text in texts)
