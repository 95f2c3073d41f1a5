from __future__ import annotations

import pytest

from tanggap.cases.actions import answer_case
from tanggap.channels.contract import Audience
from tanggap.records.models import Entry
from tanggap.web.public.record_words import Known, sentence_of


def test_an_empty_record_says_so(client, db):
    assert "Belum ada yang tercatat." in client.get("/record/").content.decode()


def test_every_kind_of_entry_is_a_sentence(client, office, settle):
    answer_case(office.case().id, "Sudah.", acting_officer=office.officer)
    settle()
    html = client.get("/record/").content.decode()
    kinds = set(Entry.objects.values_list("type", flat=True))
    assert [kind for kind in kinds if f"<b>{kind}</b>" in html] == []
    assert "Dinas PU menjawab" in html


@pytest.mark.parametrize(
    ("type_", "said"),
    [
        ("publication.approved", "Sebuah instansi menerbitkan publikasi: ditulis satu petugas"),
        ("case.assigned", "Petugas Sebuah instansi menanganinya."),
        ("case.dismissed", "Sebuah instansi tidak melanjutkannya: tidak ada yang diminta."),
        ("account.retired", "Akun dicabut: bukan lagi Sebuah instansi."),
    ],
)
def test_two_parts_of_a_sentence_never_run_into_each_other(type_, said):
    entry = Entry(type=type_, subject="case:7Q2M-4K9X", leaf=b'{"public": {"reason": "no_request"}}')
    sentence = sentence_of(entry, Known({}, {}))
    assert f"{sentence.what} {sentence.rest}".startswith(said)


def test_the_record_never_shows_words_or_people(client, office, settle):
    office.case("Lampu jalan mati di depan rumah saya", author="siti")
    settle()
    html = client.get("/record/").content.decode()
    assert "Lampu jalan" not in html
    assert "siti" not in html


def test_an_entry_is_found_by_its_number(client, office, settle):
    office.case()
    settle()
    response = client.get("/record/", {"q": "3"})
    assert response.headers["Location"] == "/record/?at=3#3"
    assert '<li id="3" class="asked">' in client.get("/record/?at=3").content.decode()


def test_a_report_is_found_by_its_number_however_it_is_typed(client, office, settle):
    case = office.case()
    settle()
    html = client.get("/record/", {"q": case.tracking_id.lower().replace("-", "")}).content.decode()
    assert "Semua tentang laporan" in html
    assert "Laporan dibuka:" in html


def test_an_entry_that_is_not_there_yet_is_said_so(client, office, settle):
    settle()
    response = client.get("/record/?at=999999")
    assert response.status_code == 404
    assert "Belum ada segel nomor 999999" in response.content.decode()


def test_a_sealed_report_is_not_in_the_record_today(client, office, settle):
    case = office.case("Ada pungli di loket", audience=Audience.DIRECT)
    settle()
    assert client.get("/record/", {"q": case.tracking_id}).status_code == 404


def test_odd_questions_are_answered(client, office, settle):
    settle()
    for query in ("?at=-1", "?at=x", "?before=99999999999999999999", "?q=%00", "?q=" + "9" * 400):
        assert client.get(f"/record/{query}").status_code in (200, 302, 404)


def test_older_steps_stand_on_further_pages(client, office, settle):
    for number in range(25):
        office.case(f"Lampu jalan nomor {number} mati, tolong diperbaiki")
    settle()
    first = client.get("/record/").content.decode()
    assert "Langkah sebelumnya" in first
    assert '<li id="0">' not in first
    assert '<li id="0">' in client.get("/record/?before=20").content.decode()
