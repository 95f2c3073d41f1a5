from __future__ import annotations

import pytest

from tests.web.test_headers import PAGES


def test_pages_start_in_indonesian_whatever_the_browser_prefers(client, office):
    response = client.get("/", headers={"Accept-Language": "en-US,en"})
    assert '<html lang="id">' in response.content.decode()


def test_a_link_switches_the_language_and_it_is_remembered(client, office):
    assert 'href="?lang=en"' in client.get("/").content.decode()
    assert '<html lang="en">' in client.get("/?lang=en").content.decode()
    assert '<html lang="en">' in client.get("/accounts/").content.decode()


def test_the_switch_keeps_the_rest_of_the_address(client, office):
    assert "?q=budi&amp;lang=en" in client.get("/accounts/check?q=budi").content.decode()


def test_no_switch_stands_where_it_would_lose_what_was_typed(client, office):
    html = client.post("/report/", {"step": "words", "text": "Lampu jalan mati sejak Senin"}).content.decode()
    assert 'lang="en" hreflang="en"' not in html


def test_an_unknown_language_changes_nothing(client, office):
    response = client.get("/?lang=xx")
    assert '<html lang="id">' in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_english_too(client, office, page):
    html = client.get(page, {"lang": "en"}).content.decode()
    assert '<html lang="en">' in html
    assert "Skip to content" in html
