"""The town's page in a real browser: nothing for axe to find, nothing that scrolls sideways on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.town.conftest import City
from town.fediverse.documents import PUBLIC
from town.town import Town


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_are_fit_for_everybody(town: Town, city: City, chromium: str, theme: str) -> None:
    post = town.speak("sari", "tolong @dinas-pu " + "panjangsekali" * 12)
    city.send(f"{town.settings.base}/inbox", city.note("<p>Kami perbaiki.</p>", [PUBLIC], post.uri))
    town.speak("sari", "lampu mati min", network="page")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=theme)
        for path in ("/", f"/thread/{post.number}", "/page/", "/messages/", "/people/"):
            page.goto(town.settings.base + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
            assert Axe().run(page).response["violations"] == [], path
        browser.close()
