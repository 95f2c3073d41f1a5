from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from tanggap.cases.models import Case, CaseFollower
from tanggap.channels.actions import open_form
from tanggap.channels.models import Arrival
from tanggap.inbox.models import Post
from tanggap.web.public import doors, report

WORDS = "Lampu jalan di gang Melati mati sejak Senin"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    monkeypatch.setattr(report, "WAIT_SECONDS", 0.0)


def state_in(response) -> str:
    return re.search(r'name="state" value="([^"]+)"', response.content.decode())[1]


def fill(client, text=WORDS, place="", **privacy):
    """Go through the three steps; returns the last answer and what the last step posted."""
    first = client.post("/report/", {"step": "words", "text": text})
    second = client.post("/report/", {"step": "place", "place": place, "state": state_in(first)})
    last = {"step": "privacy", "way": "anonymous", "state": state_in(second)} | privacy
    return client.post("/report/", last), last


def test_a_report_arrives_without_account_session_or_cookie(client, office, settle):
    response, _ = fill(client)
    settle()
    assert response.status_code == 200
    assert Case.objects.get().opening_post.text == WORDS
    assert not client.cookies


def test_the_done_page_shows_the_number_and_the_secret_link(client, office, settle):
    response, _ = fill(client)
    settle()
    html = response.content.decode()
    assert Case.objects.get().tracking_id in html
    assert client.get(re.search(r'href="(/s/[^"]+)"', html)[1]).status_code == 200


def test_the_done_page_says_what_follows_while_the_case_is_not_open_yet(client, office):
    response, _ = fill(client)
    assert "Kantor, tenggat, dan tanda terima menyusul." in response.content.decode()


def test_the_done_page_names_office_and_deadline_once_the_case_is_open(client, office, settle):
    _, last = fill(client)
    settle()
    html = client.post("/report/", last).content.decode()
    assert "Dinas PU wajib menjawab paling lambat" in html


def test_pressing_twice_is_one_report_and_one_number(client, office, settle):
    first, last = fill(client)
    second = client.post("/report/", last)
    settle()
    assert Arrival.objects.count() == Case.objects.count() == 1
    link = re.compile(r"/s/[\w-]+")
    assert link.search(first.content.decode())[0] == link.search(second.content.decode())[0]


def test_going_back_and_writing_something_else_is_a_second_report(client, office):
    _, last = fill(client)
    earlier = client.post("/report/", {"step": "words", "text": "Jalan berlubang di Kenari", "state": last["state"]})
    again = client.post("/report/", {"step": "place", "place": "", "state": state_in(earlier)})
    client.post("/report/", {"step": "privacy", "way": "anonymous", "state": state_in(again)})
    assert Arrival.objects.count() == 2


def test_the_place_stands_with_the_words(client, office, settle):
    fill(client, place="depan pos ronda")
    settle()
    assert Post.objects.get().text == f"{WORDS}\n\nTempat: depan pos ronda"


def test_a_confidential_report_is_sealed(client, office, settle):
    fill(client, way="confidential")
    settle()
    assert Case.objects.get().is_sealed


def test_an_anonymous_report_is_open_and_nameless(client, office, settle):
    fill(client, name="Siti")
    settle()
    case = Case.objects.get()
    assert (case.is_sealed, case.is_anonymous, case.author.name) == (False, True, "")


def test_a_name_is_kept_for_officers_if_the_citizen_says_so(client, office, settle):
    fill(client, way="named", name="Siti")
    settle()
    case = Case.objects.get()
    assert (case.author.name, case.is_anonymous) == ("Siti", False)
    assert "Siti" not in client.get(f"/cases/{case.tracking_id}/").content.decode()


def test_an_address_for_news_waits_for_its_confirmation(client, office, settle):
    _, last = fill(client, email="siti@example.org")
    settle()
    html = client.post("/report/", last).content.decode()
    assert CaseFollower.objects.get().confirmed_at is None
    assert "buka tautan yang baru kami kirim ke siti@example.org" in html


def test_an_address_that_could_not_be_kept_yet_is_said_so(client, office):
    response, _ = fill(client, email="siti@example.org")
    assert "Alamat Anda belum tersimpan." in response.content.decode()


@pytest.mark.parametrize(
    ("text", "said"), [("", "Tulis apa yang terjadi"), ("aa", "sedikit lagi"), ("x" * 5001, "5.001")]
)
def test_a_mistake_in_the_words_is_said_beside_the_field_and_keeps_them(client, db, text, said):
    response = client.post("/report/", {"step": "words", "text": text})
    html = response.content.decode()
    assert response.status_code == 422
    assert re.search(rf'id="e-text">.*{said}', html, re.S)
    assert f">{text}</textarea>" in html


def test_a_mistake_is_also_named_at_the_top_with_a_way_to_it(client, db):
    html = client.post("/report/", {"step": "words", "text": ""}).content.decode()
    assert re.search(r'role="alert".*<a href="#text">', html, re.S)
    assert 'aria-invalid="true"' in html


def test_a_wrong_address_keeps_every_answer(client, db):
    response, _ = fill(client, way="named", name="Siti", email="bukan surel")
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="bukan surel"' in html
    assert 'value="Siti"' in html
    assert re.search(r'value="named" checked', html)


def test_a_name_that_officers_may_know_is_asked_for_beside_its_field(client, db):
    response, _ = fill(client, way="named", name=" ", email="siti@example.org")
    html = response.content.decode()
    assert response.status_code == 422
    assert re.search(r'id="e-name">.*Tulis nama Anda', html, re.S)
    assert re.search(r'value="named" checked', html)
    assert 'value="siti@example.org"' in html


def test_going_back_keeps_what_was_typed(client, db):
    first = client.post("/report/", {"step": "words", "text": WORDS})
    step = {"step": "place", "place": "Gang Melati", "state": state_in(first)}
    back = client.post("/report/", step | {"to": "words"})
    assert f">{WORDS}</textarea>" in back.content.decode()


def test_a_changed_state_begins_again_with_the_words_that_were_posted(client, db):
    response = client.post("/report/", {"step": "words", "text": WORDS, "state": "bukan keadaan"})
    assert response.status_code == 400
    assert f">{WORDS}</textarea>" in response.content.decode()


def test_too_many_reports_from_one_network_are_told_to_wait_and_lose_nothing(client, office, monkeypatch):
    monkeypatch.setattr("tanggap.web.public.doors.MOST_IN_WINDOW", 2)
    fill(client, text=f"{WORDS} satu")
    fill(client, text=f"{WORDS} dua")
    response, _ = fill(client, text=f"{WORDS} tiga")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "600")
    assert "Tunggu sepuluh menit" in response.content.decode()
    assert Arrival.objects.count() == 2


def test_the_count_is_shared_by_all_processes(client, office, monkeypatch):
    monkeypatch.setattr("tanggap.web.public.doors.MOST_IN_WINDOW", 1)
    fill(client)
    # Each process has a cache of its own.
    cache.clear()
    assert fill(client, text=f"{WORDS} dua")[0].status_code == 429


def test_an_address_that_was_written_to_too_often_does_not_stop_a_report(client, office, settle, monkeypatch):
    monkeypatch.setitem(doors.MOST_MAILS, "email", 0)
    _, last = fill(client, email="siti@example.org")
    settle()
    assert "Alamat Anda belum tersimpan." in client.post("/report/", last).content.decode()
    assert (Case.objects.count(), CaseFollower.objects.count()) == (1, 0)


def test_a_report_begun_for_an_agency_reaches_its_desk(client, office, settle):
    open_form(office.dishub)
    first = client.post("/report/", {"step": "words", "text": WORDS, "agency": "dinas-perhubungan"})
    second = client.post("/report/", {"step": "place", "place": "", "state": state_in(first)})
    client.post("/report/", {"step": "privacy", "way": "anonymous", "state": state_in(second)})
    settle()
    assert Case.objects.get().agency == office.dishub


@pytest.mark.parametrize(
    ("text", "page", "language"),
    [
        ("Got di Gang Mawar mampet.", "id", "id"),
        ("The drain on our street is blocked and the water comes in", "id", "en"),
        ("Lampu jalan di depan rumah saya mati sejak minggu lalu", "en", "id"),
    ],
)
def test_the_pages_language_is_a_hint_where_the_words_are_few(client, office, settle, text, page, language):
    client.cookies["django_language"] = page
    fill(client, text=text)
    settle()
    assert Case.objects.get().language == language


def test_a_form_from_another_site_is_refused(client, db):
    response = client.post("/report/", {"step": "words", "text": WORDS}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_only_steps_without_a_name_are_kept_for_the_way_back(client, db):
    step = client.post("/report/", {"step": "words", "text": WORDS})
    assert step.headers["Cache-Control"].startswith("private, max-age=")
    chosen = {"step": "privacy", "way": "confidential", "to": "words", "state": state_in(step)}
    assert client.post("/report/", chosen).headers["Cache-Control"] == "no-store"
    wrong, _ = fill(client, way="named", name="Siti", email="bukan surel")
    assert wrong.headers["Cache-Control"] == "no-store"
    sent, _ = fill(client)
    assert sent.headers["Cache-Control"] == "no-store"


def test_a_report_begun_on_an_agencys_page_is_addressed_to_it(client, office):
    html = client.get("/report/", {"agency": "dinas-perhubungan"}).content.decode()
    assert "kepada Dinas Perhubungan" in html


def test_a_report_of_danger_is_told_the_emergency_number_at_once(client, office, settle):
    _, last = fill(client, text="Ada kebakaran di gang Melati, api membesar, tolong")
    settle()
    html = client.post("/report/", last).content.decode()
    assert "Jangan tunggu kami: telepon" in html
    assert 'href="tel:112"' in html


def test_nothing_written_is_not_called_safe(client, db):
    assert "Tulisan Anda aman" not in client.post("/report/", {"step": "words", "text": ""}).content.decode()
    assert "Tulisan Anda aman" in client.post("/report/", {"step": "words", "text": "x"}).content.decode()
