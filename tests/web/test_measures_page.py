from __future__ import annotations

from tanggap.cases.actions import answer_case


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
    assert html.count('<section class="measure"') == html.count('<table class="data">') == 5


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
