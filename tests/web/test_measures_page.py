from __future__ import annotations

import pytest

from tanggap.cases.actions import answer_case
from tests.web.figures import as_cells, by_interface, keys_of, rows_of, shown


def test_an_empty_government_is_not_judged(client, office):
    html = client.get("/measures/").content.decode()
    assert "Laporannya masih terlalu sedikit untuk dinilai." in html


def test_a_handful_is_a_count_and_no_share(client, office, settle):
    answer_case(office.case().id, "Sudah.", acting_officer=office.officer)
    settle()
    html = client.get("/measures/").content.decode()
    assert "dari 1 laporan sudah dijawab." in html


def test_every_measure_has_a_sentence_and_a_table(client, office, settle):
    settle()
    html = client.get("/measures/").content.decode()
    assert html.count('<section class="measure"') == html.count('<table class="data">') == 6


def test_one_agency_and_another_time_can_be_asked_for(client, office):
    html = client.get("/measures/", {"agency": "dinas-pu", "days": "90"}).content.decode()
    assert '<option value="dinas-pu" selected>' in html
    assert '<option value="90" selected>' in html


def test_an_odd_question_gets_the_usual_page(client, office):
    html = client.get("/measures/", {"agency": "x", "days": "-4"}).content.decode()
    assert '<option value="30" selected>' in html


def test_an_agency_with_nothing_to_count_has_a_word_and_no_empty_bar(client, office, settle):
    answer_case(office.case().id, "Sudah.", acting_officer=office.officer)
    settle()
    html = client.get("/measures/").content.decode()
    answered = html[html.index('id="answered"') : html.index('id="dialogue"')]
    bars = answered[: answered.index("<table")]
    assert bars.count("<li>") == 1
    assert f"Belum ada yang dapat dihitung: {office.dishub.name}" in bars


def test_the_page_and_the_interface_give_the_same_figures(client, busy):
    for agency in (busy.pu, busy.dishub):
        html = client.get("/measures/", {"agency": agency.slug}).content.decode()
        assert shown(html) == as_cells(by_interface(client, agency.slug))


@pytest.mark.parametrize("days", [30, 90, 365])
def test_posts_in_are_the_whole_governments_and_their_table_adds_up(client, busy, days):
    html = client.get("/measures/", {"days": str(days)}).content.decode()
    received = by_interface(client, days=days)["received"]
    assert f"{received} kiriman sampai kepada kami." in html
    *rows, together = rows_of(html, "received")
    assert together == [str(received)]
    assert sum(int(count) for [count] in rows) == received


def test_posts_in_stand_on_no_agencys_page(client, busy):
    assert "received" in keys_of(client.get("/measures/").content.decode())
    assert "received" not in keys_of(client.get("/measures/", {"agency": "dinas-pu"}).content.decode())
