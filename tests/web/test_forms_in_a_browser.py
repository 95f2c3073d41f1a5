"""Forms behind secret addresses, sent by a real browser: it says where a form comes from, which a client does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect

from tanggap.people.actions import invite_user

pytestmark = pytest.mark.browser
PASSWORD = "empat kata yang acak"


@pytest.fixture
def visit(browser: Browser, live_server, settings) -> Iterator[Callable[[str], Page]]:
    settings.BASE_URL, settings.PUBLIC_HOST = live_server.url, live_server.url.partition("://")[2]
    context = browser.new_context()
    page = context.new_page()

    def go(path: str) -> Page:
        page.goto(live_server.url + path)
        return page

    yield go
    context.close()


def test_back_shows_the_steps_again(office, visit):
    page = visit("/report/")
    page.fill("#text", "Jalan Mawar berlubang dalam.")
    page.locator("main form button").last.click()
    page.fill("#place", "Mawar 3")
    page.locator("main form button").last.click()
    page.locator("#way").wait_for()
    page.go_back()
    expect(page.locator("#place")).to_be_visible()
    page.go_back()
    expect(page.locator("#text")).to_have_value("Jalan Mawar berlubang dalam.")


def choose(page: Page) -> None:
    page.fill("[name=new_password1]", PASSWORD)
    page.fill("[name=new_password2]", PASSWORD)
    page.click("main button[type=submit], main form button")


def test_an_invited_officer_chooses_a_password(office, visit):
    user = office.stranger.user
    user.set_unusable_password()
    user.save()
    page = visit(f"/accounts/invitation/{invite_user(user)}/")
    choose(page)
    page.wait_for_url("**/desk/")


def test_whoever_forgot_chooses_another_password(office, visit):
    page = visit("/accounts/password/")
    page.fill("[name=email]", "petugas")
    page.click("main form button")
    page.wait_for_url("**/sent/")
    [address] = re.findall(r"https?://[^/]+(/\S+)", mail.outbox[0].body)
    choose(visit(address))
    page.wait_for_url("**/kept/")


def test_a_form_that_is_too_old_gives_back_what_was_written(office, visit, client):
    page = visit("/accounts/login/")
    page.context.clear_cookies()
    page.fill("[name=username]", "nama yang panjang")
    page.fill("[name=password]", "kata sandi rahasia")
    page.click("main form button")
    assert page.locator("textarea").input_value() == "nama yang panjang"
    assert "kata sandi rahasia" not in page.content()
