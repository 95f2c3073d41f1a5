from __future__ import annotations

from tanggap.cases.actions import answer_case, hide_case_post
from tanggap.channels.contract import Audience


def home(client) -> str:
    return client.get("/").content.decode()


def test_an_empty_government_says_what_will_stand_here(client, db):
    assert "Belum ada yang dijawab." in home(client)


def test_the_page_promises_the_day_of_an_answer(client, db):
    assert "kami wajib menjawab paling lambat" in home(client)


def test_an_answered_case_stands_as_a_pair(client, office):
    case = office.case()
    answer_case(case.id, "Malam ini kami ganti.", acting_officer=office.officer)
    html = home(client)
    assert "1 laporan dijawab sejak pagi." in html
    assert "Malam ini kami ganti." in html
    assert f"/cases/{case.tracking_id}/" in html


def test_no_list_shows_an_unlisted_case(client, office):
    case = office.case(audience=Audience.UNLISTED)
    answer_case(case.id, "Malam ini kami ganti.", acting_officer=office.officer)
    assert case.tracking_id not in home(client)


def test_no_list_shows_a_confidential_case(client, office):
    case = office.case("Ada pungli di loket", audience=Audience.DIRECT)
    answer_case(case.id, "Kami periksa.", acting_officer=office.officer)
    assert "Kami periksa." not in home(client)


def test_no_list_shows_hidden_words(client, office):
    case = office.case("Lampu jalan mati dekat rumah Pak Budi Jl. Melati 5")
    answer_case(case.id, "Malam ini kami ganti.", acting_officer=office.officer)
    hide_case_post(case.id, case.opening_post_id, "personal_data", acting_officer=office.officer)
    assert "Melati 5" not in home(client)


def test_the_words_are_posted_and_never_stand_in_an_address(client, db):
    assert '<form method="post" action="/report/"' in home(client)


def test_official_accounts_are_named(client, office):
    assert "@dinas-pu@localhost:8000" in home(client)


def test_the_agencies_that_are_not_named_here_are_one_link_away(client, office):
    assert '<a href="/accounts/">Semua akun resmi</a>' in home(client)


def test_the_page_needs_few_questions(client, office, django_assert_max_num_queries):
    answer_case(office.case().id, "Sudah.", acting_officer=office.officer)
    home(client)
    with django_assert_max_num_queries(12):
        home(client)
