"""The desk is live: an open page asks, and gets only what changed."""

from datetime import timedelta

import time_machine

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case, note_case
from tanggap.outbox.models import Delivery
from tanggap.records.actions import integrate_entries
from tests.web.desk.test_list import DANGER


def test_nothing_new_is_no_content(office, desk):
    office.case()
    assert desk.ask_news(desk.get()).status_code == 204


def test_a_new_case_comes_into_the_open_list(office, desk):
    page = desk.get()
    case = office.case()
    news = desk.ask_news(page)
    assert news.status_code == 200
    assert case.tracking_id in news.content.decode()


def test_the_news_carries_the_new_counts_and_title(office, desk):
    page = desk.get()
    office.case()
    news = desk.ask_news(page).content.decode()
    assert '<span id="n-all-turn" hx-swap-oob="true">1</span>' in news
    assert "<title>(1) Giliran Anda" in news


def test_after_the_news_the_page_asks_with_the_new_state(office, desk):
    page = desk.get()
    office.case()
    assert desk.ask_news(desk.ask_news(page)).status_code == 204


def test_an_answer_can_still_be_corrected_after_the_news(office, desk):
    case = office.case(author="budi")
    answer_case(case.id, "Besok.", acting_officer=office.officer)
    page = desk.get(f"{case.tracking_id}/")
    assert "tab=correct" in page.content.decode()
    office.write("masih mati min", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    assert "tab=correct" in desk.ask_news(page).content.decode()


def test_new_words_come_into_the_open_thread(office, desk):
    case = office.case(author="budi")
    page = desk.get(f"{case.tracking_id}/")
    assert desk.ask_news(page).status_code == 204
    office.write("masih mati min", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    news = desk.ask_news(page).content.decode()
    assert '<div id="thread" hx-swap-oob="innerHTML">' in news
    assert "masih mati min" in news
    assert f'value="{case.steps.latest("id").id}" id="seen"' in news


def test_the_news_leaves_the_composer_alone(office, desk):
    case = office.case()
    page = desk.get(f"{case.tracking_id}/")
    answer_case(case.id, "Besok kami ganti.", acting_officer=office.colleague)
    assert "<textarea" not in desk.ask_news(page).content.decode()


def act_and_ask(office, desk, case, act):
    """What the page of a case hears after an act whose outcome it shows already, when its entries get their seals."""
    act()
    page = desk.get(f"{case.tracking_id}/")
    Delivery.objects.update(state="delivered")
    integrate_entries(100)
    return desk.ask_news(page).content.decode()


def test_ones_own_answer_is_no_news(office, desk):
    case = office.case()
    news = act_and_ask(office, desk, case, lambda: desk.post(f"{case.tracking_id}/answers", text="Besok kami ganti."))
    assert '<div id="thread"' in news
    assert 'id="news"' not in news


def test_what_one_does_in_another_tab_is_no_news_and_a_colleagues_act_is(office, desk):
    case = office.case()
    page = desk.get(f"{case.tracking_id}/")
    note_case(case.id, "Sudah saya telepon.", acting_officer=office.officer)
    news = desk.ask_news(page)
    assert "Sudah saya telepon." in news.content.decode()
    assert 'id="news"' not in news.content.decode()
    note_case(case.id, "Saya juga.", acting_officer=office.colleague)
    assert 'id="news"' in desk.ask_news(news).content.decode()


def test_a_form_that_is_not_open_is_not_sent_news(office, desk):
    case = office.case(author="budi")
    pages = {tab: desk.get(f"{case.tracking_id}/", tab=tab) for tab in ("answer", "note", "forward", "end")}
    note_case(case.id, "Saya telepon.", acting_officer=office.colleague)
    for tab, page in pages.items():
        news = desk.ask_news(page).content.decode()
        assert 'id="news"' in news
        assert ('id="seen"' in news) == (tab == "answer")


def test_after_closing_no_news_looks_for_a_form_that_is_gone(office, desk):
    case = office.case()
    news = act_and_ask(office, desk, case, lambda: desk.post(f"{case.tracking_id}/closure", outcome="withdrawn"))
    assert '<div id="thread"' in news
    assert 'id="seen"' not in news
    assert 'id="news"' not in news


def test_who_only_reads_is_sent_the_thread_alone(office, sit):
    case, desk = office.case(), sit("stranger")
    page = desk.get(f"{case.tracking_id}/")
    answer_case(case.id, "Besok kami ganti.", acting_officer=office.colleague)
    news = desk.ask_news(page).content.decode()
    assert "Besok kami ganti." in news
    assert 'id="news"' not in news
    assert 'id="seen"' not in news


def test_danger_elsewhere_is_called_out_in_every_view(office, desk):
    page = desk.get(view="waiting")
    case = office.case(DANGER)
    news = desk.ask_news(page).content.decode()
    assert '<a href="/desk/?view=danger">1 laporan bahaya baru</a>' in news
    assert case.tracking_id not in news


def test_a_seen_alert_is_called_out_no_more(office, desk):
    case = office.case(DANGER)
    desk.read(f"{case.tracking_id}/")
    assert "bahaya baru" not in desk.read(view="waiting")


def test_an_alert_opened_beside_any_list_is_seen(office, desk):
    case, other = office.case(DANGER), office.case(DANGER)
    desk.read(f"{case.tracking_id}/", view="waiting")
    assert "1 laporan bahaya baru" in desk.read(view="waiting")
    desk.read(f"{other.tracking_id}/", view="waiting")
    assert "bahaya baru" not in desk.read(view="waiting")


def test_the_line_goes_when_the_alert_was_seen_elsewhere(office, desk):
    case = office.case(DANGER)
    page = desk.get(view="waiting")
    desk.read(f"{case.tracking_id}/")
    with time_machine.travel(now() + timedelta(minutes=1)):
        assert "bahaya baru" not in desk.ask_news(page).content.decode().split('id="list"')[1].split("</div>")[0]


def test_a_page_that_is_signed_out_is_led_to_the_door(office, desk):
    page = desk.get()
    desk.client.logout()
    assert desk.ask_news(page).status_code == 302
