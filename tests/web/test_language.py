from __future__ import annotations

import re

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


def test_a_step_of_the_form_changes_its_language_and_keeps_everything(client, office):
    html = client.post("/report/", {"step": "words", "text": "Lampu jalan mati sejak Senin"}).content.decode()
    assert 'form="lapor" name="to" value="place" formaction="/report/?lang=en"' in html
    state = re.search(r'name="state" value="([^"]+)"', html)[1]
    typed = {"step": "place", "to": "place", "place": "Gang Melati", "state": state}
    there = client.post("/report/?lang=en", typed).content.decode()
    assert '<html lang="en">' in there
    assert 'value="Gang Melati"' in there
    back = {"step": "place", "to": "words", "state": re.search(r'name="state" value="([^"]+)"', there)[1]}
    assert "Lampu jalan mati sejak Senin" in client.post("/report/", back).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_error_page_speaks_the_other_language_too(client, db, method):
    assert 'lang="en" hreflang="en"' in getattr(client, method)("/no-such-page").content.decode()


def test_an_unknown_language_changes_nothing(client, office):
    response = client.get("/?lang=xx")
    assert '<html lang="id">' in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_english_too(client, office, page):
    html = client.get(page, {"lang": "en"}).content.decode()
    assert '<html lang="en">' in html
    assert "Skip to content" in html
