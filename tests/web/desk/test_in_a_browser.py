"""The desk in a real browser: live without losing one's place, by keyboard, on a phone, and without a script."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tanggap.cases.actions import answer_case, dismiss_case
from tanggap.outbox.models import Delivery
from tanggap.records.actions import integrate_entries
from tests.web.desk.conftest import Desk

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


@pytest.fixture
def tab(office: Any, browser: Browser, live_server: Any) -> Iterator[Any]:
    """Open pages of the desk as its officer: `tab("", DESK)`. A page that complains fails the test."""
    contexts, said = [], []
    cookie = Desk(office.officer).client.cookies["sessionid"].value

    def open_page(path: str = "", size: dict[str, int] | None = None, **options: Any) -> Page:
        context = browser.new_context(viewport=size or DESK, reduced_motion="reduce", **options)
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{live_server.url}/desk/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def test_a_new_case_is_seen_within_two_seconds_of_asking(office, tab):
    office.case()
    page = tab()
    case = office.case("Jembatan ambrol, tolong diperbaiki")
    started = time.monotonic()
    page.wait_for_selector(f"#case-{case.tracking_id}")
    assert time.monotonic() - started < 3
    assert page.title().startswith("(2)")


def test_news_moves_neither_focus_nor_scroll_nor_words(office, tab):
    cases = [office.case() for _ in range(12)]
    page = tab(f"{cases[0].tracking_id}/")
    page.fill("#answer", "Sudah kami")
    page.evaluate("document.querySelector('.queue').scrollTop = 300")
    page.focus(f"#case-{cases[6].tracking_id}")
    place = page.evaluate("document.querySelector('.queue').scrollTop")
    dismiss_case(cases[11].id, "spam", acting_officer=office.officer)
    page.wait_for_selector(f"#case-{cases[11].tracking_id}", state="detached")
    assert page.evaluate("document.activeElement.id") == f"case-{cases[6].tracking_id}"
    assert page.evaluate("document.querySelector('.queue').scrollTop") == place
    assert page.input_value("#answer") == "Sudah kami"


def test_words_that_come_in_while_writing_are_announced(office, tab):
    case = office.case(author="budi")
    page = tab(f"{case.tracking_id}/")
    page.fill("#answer", "Satu lampu kami ganti.")
    office.write("ralat, dua lampu", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    page.wait_for_selector("text=ralat, dua lampu")
    assert "Ada yang baru di utas" in page.inner_text("#news")
    assert page.input_value("#answer") == "Satu lampu kami ganti."


def test_ones_own_acts_are_no_news_and_nothing_is_looked_for_in_vain(office, tab):
    case = office.case()
    page = tab(f"{case.tracking_id}/")
    page.fill("#answer", "Besok kami ganti.")
    page.click(".panel .button")
    page.wait_for_selector(".notice.done")
    Delivery.objects.update(state="delivered")
    page.wait_for_selector("#thread >> text=Terkirim")
    assert page.inner_text("#news") == ""
    page.click("#tab-end")
    page.check("#o-done")
    page.click(".panel .button")
    page.wait_for_selector(".notice.done")
    integrate_entries(100)
    page.wait_for_selector(".thread .seal.waiting", state="detached")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_what_was_passed_on_is_said_where_one_sees_it_and_stays(office, tab, size):
    case, other = office.case(), office.case()
    page = tab(f"{case.tracking_id}/?tab=forward", size)
    page.select_option("#agency", str(office.dishub.id))
    page.fill("#why", "Ini urusan parkir")
    page.click("form[action*=forwarding] .button")
    page.wait_for_selector(f"text=Laporan {case.tracking_id} sudah diteruskan ke Dinas Perhubungan.")
    dismiss_case(other.id, "spam", acting_officer=office.officer)
    page.wait_for_selector(f"#case-{other.tracking_id}", state="detached")
    assert page.is_visible(".queue > .notice.done")


def test_the_keyboard_walks_the_list_and_opens_the_composer(office, tab):
    first, second = office.case(), office.case()
    page = tab()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == f"case-{second.tracking_id}"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/{first.tracking_id}/")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") == "answer"
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_selector("#note")
    page.keyboard.press("?")
    assert page.locator(".all .keys").get_attribute("open") is not None


def test_a_draft_outlives_a_look_at_another_tab(office, tab):
    page = tab(f"{office.case().tracking_id}/")
    page.fill("#answer", "Belum selesai menulis")
    page.click("#tab-note")
    page.wait_for_selector("#note")
    page.click("#tab-answer")
    assert page.input_value("#answer") == "Belum selesai menulis"


def test_an_answer_is_sent_by_keyboard_once(office, tab):
    case = office.case()
    page = tab(f"{case.tracking_id}/")
    page.fill("#answer", "Besok kami ganti.")
    page.focus("#answer")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice.done")
    assert case.steps.filter(kind="answered").count() == 1
    assert page.input_value("#answer") == ""


def test_an_answer_sent_after_the_session_ended_is_not_lost(office, tab):
    case = office.case()
    page = tab(f"{case.tracking_id}/")
    page.fill("#answer", "Besok kami ganti.")
    page.context.clear_cookies(name="sessionid")
    page.click(".panel .button")
    page.fill("input[name=username]", "petugas")
    page.fill("input[name=password]", "teladan-demo")
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("#answer")
    assert page.input_value("#answer") == "Besok kami ganti."


def test_a_desk_that_lost_the_server_says_so_and_keeps_the_words(office, tab):
    page = tab(f"{office.case().tracking_id}/")
    page.fill("#answer", "Sudah kami ganti")
    page.context.clear_cookies()
    page.wait_for_selector("#away", state="visible")
    assert page.input_value("#answer") == "Sudah kami ganti"


def test_the_thread_opens_at_its_newest_words_without_a_script(office, tab):
    case = office.case()
    for turn in range(8):
        answer_case(case.id, f"Jawaban ke-{turn} " + "panjang " * 30, acting_officer=office.officer)
    page = tab(f"{case.tracking_id}/", java_script_enabled=False)
    assert page.locator(".thread li.g").last.is_visible()
    box, newest = page.locator(".talk-body").bounding_box(), page.locator(".thread li.g").last.bounding_box()
    assert newest["y"] + newest["height"] <= box["y"] + box["height"] + 1


def test_everything_is_done_without_a_script(office, tab):
    case = office.case()
    page = tab("", PHONE, java_script_enabled=False)
    page.click(f"#case-{case.tracking_id}")
    page.fill("#answer", "Besok kami ganti.")
    page.click(".panel .button")
    page.click("#tab-end")
    page.check("#o-done")
    page.click(".panel .button")
    assert "Selesai menurut Dinas PU" in page.inner_text("#case-state")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_no_page_has_a_barrier_or_scrolls_sideways(office, tab, size):
    case = office.case("https://sangat-panjang.example/" + "a" * 200 + " lampu jalan mati tolong")
    answer_case(case.id, "Besok kami ganti.", acting_officer=office.officer)
    paths = ["", f"{case.tracking_id}/", f"{case.tracking_id}/?tab=forward", f"{case.tracking_id}/?tab=end"]
    page = tab("", size)
    for path in [*paths, "talk/", "notices/", "publications/", "publications/new/", "approvals/", "?view=closed"]:
        page.goto(f"{page.url.partition('/desk/')[0]}/desk/{path}")
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            found = Axe().run(page).response["violations"]
            assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], f"{path} {theme}"
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
