from __future__ import annotations

import re

import orjson
import pytest

from tanggap.base.clock import now
from tanggap.base.ids import hash_secret
from tanggap.cases.actions import answer_case, close_case, dismiss_case, follow_case, forward_case, reopen_case
from tanggap.cases.actions.follow import stop_token
from tanggap.cases.models import Case, CaseFollower, CaseState
from tanggap.channels.actions import NewArrival, keep_arrivals
from tanggap.outbox.models import Message
from tanggap.web.public import doors
from tanggap.web.public import own as views

SECRET = "rahasia-milik-siti-0123456789"


@pytest.fixture(autouse=True)
def _no_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "WAIT_SECONDS", 0.0)


@pytest.fixture
def own(office, settle):
    """A form's report in words that a public page would mask, with its secret link."""

    def open_case(**form) -> Case:
        words = {"id": "formulir1", "text": "Jalan berlubang, hubungi 0812 3456 7890", "tracking_id": "7Q2M-4K9X"}
        body = words | {"secret_hash": hash_secret(SECRET).hex(), "anonymous": True} | form
        keep_arrivals([NewArrival("webform", "formulir1", orjson.dumps(body), now())])
        settle()
        return Case.objects.get()

    return open_case


def press_in(html: str) -> str:
    return re.search(r'name="press" value="([^"]+)"', html)[1]


def test_the_reporter_sees_their_own_words_unmasked(client, own):
    own()
    html = client.get(f"/s/{SECRET}").content.decode()
    assert "0812 3456 7890" in html
    assert "<b>Anda</b>" in html


def test_the_view_is_neither_stored_nor_passed_on(client, own):
    own()
    headers = client.get(f"/s/{SECRET}").headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]


def test_an_unknown_secret_is_answered_kindly(client, db):
    response = client.get("/s/0123456789abcdefghij")
    assert response.status_code == 404
    assert "Tunggu beberapa detik" in response.content.decode()


def test_a_confidential_report_is_whole_behind_its_link(client, own):
    case = own(confidential=True)
    html = client.get(f"/s/{SECRET}").content.decode()
    assert "Jalan berlubang" in html
    assert f"/cases/{case.tracking_id}/" not in html


def test_not_done_puts_the_case_back_to_the_officer(client, own, office, settle):
    case = own()
    answer_case(case.id, "Sudah kami tambal.", acting_officer=office.officer)
    html = client.get(f"/s/{SECRET}").content.decode()
    response = client.post(f"/s/{SECRET}/reply", {"says": "not_done", "text": "Masih bolong", "press": press_in(html)})
    settle()
    case.refresh_from_db()
    assert response.headers["Location"] == f"/s/{SECRET}?sent=waits"
    assert case.state == CaseState.OPEN
    assert case.steps.get(kind="replied").says == "not_done"


def test_pressing_twice_is_one_reply(client, own, settle):
    case = own()
    words = {"text": "Dua lubang, bukan satu", "press": press_in(client.get(f"/s/{SECRET}").content.decode())}
    client.post(f"/s/{SECRET}/reply", words)
    client.post(f"/s/{SECRET}/reply", words)
    settle()
    assert case.steps.filter(kind="replied").count() == 1


def test_not_done_without_words_is_asked_what_is_missing(client, own, office):
    case = own()
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    response = client.post(f"/s/{SECRET}/reply", {"says": "not_done", "text": ""})
    assert response.status_code == 422
    assert "Tulis apa yang masih kurang." in response.content.decode()


def test_an_answer_is_asked_whether_it_is_done(client, own, office):
    case = own()
    assert "Benar sudah beres?" not in client.get(f"/s/{SECRET}").content.decode()
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    assert "Benar sudah beres?" in client.get(f"/s/{SECRET}").content.decode()


def test_what_is_only_added_joins_as_a_reply_and_an_officer_reads_it(client, own, office, settle):
    case = own()
    answer_case(case.id, "Lampunya di RT berapa?", acting_officer=office.officer)
    html = client.get(f"/s/{SECRET}").content.decode()
    assert "Hanya menambahkan keterangan" in html
    client.post(f"/s/{SECRET}/reply", {"says": "adds", "text": "RT 05", "press": press_in(html)})
    settle()
    case.refresh_from_db()
    assert (case.state, case.says, case.steps.get(kind="replied").says) == (CaseState.OPEN, "", "")
    after = client.get(f"/s/{SECRET}").content.decode()
    assert "Menunggu jawaban lanjutan" in after
    assert "belum beres." not in after
    assert "Dibuka lagi" not in after


def test_adding_nothing_is_asked_for_words(client, own, office):
    case = own()
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    response = client.post(f"/s/{SECRET}/reply", {"says": "adds", "text": " "})
    assert response.status_code == 422
    assert re.search(r'id="says-adds" value="adds" checked', response.content.decode())


def test_something_can_be_added_before_there_is_an_answer(client, own, settle):
    case = own()
    html = client.get(f"/s/{SECRET}").content.decode()
    client.post(f"/s/{SECRET}/reply", {"text": "Di RT 05", "press": press_in(html)})
    settle()
    assert case.steps.get(kind="replied").says == ""
    assert "Di RT 05" in client.get(f"/s/{SECRET}").content.decode()


def test_what_is_added_to_a_closed_report_leaves_it_closed(client, own, office, settle):
    case = own()
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    close_case(case.id, "done", acting_officer=office.officer)
    html = client.get(f"/s/{SECRET}").content.decode()
    assert "yang tetap ditutup" in html
    client.post(f"/s/{SECRET}/reply", {"says": "adds", "text": "Itu di RT 05", "press": press_in(html)})
    settle()
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_the_personal_receipt_is_a_file_with_the_words(client, own):
    own()
    response = client.get(f"/s/{SECRET}/receipt")
    assert response.headers["Content-Disposition"] == 'attachment; filename="7Q2M-4K9X-personal.tlog-proof"'
    assert response.content.startswith(b"c2sp.org/tlog-proof@v1")


def test_a_sealed_receipt_says_from_when_it_can_be_had(client, own):
    own(confidential=True)
    response = client.get(f"/s/{SECRET}/receipt")
    assert response.status_code == 404
    assert "lewat tengah malam" in response.content.decode()


def test_an_address_is_confirmed_only_by_the_button_behind_its_link(client, own, monkeypatch):
    monkeypatch.setattr("tanggap.cases.actions.follow.secret", lambda: "kunci-surel-0123456789")
    own()
    client.post(f"/s/{SECRET}/email", {"email": "siti@example.org"})
    client.get("/email/kunci-surel-0123456789")
    assert CaseFollower.objects.get().confirmed_at is None
    client.post("/email/kunci-surel-0123456789")
    assert CaseFollower.objects.get().confirmed_at is not None


def test_news_by_mail_end_by_the_link_in_a_letter_and_on_the_own_page(client, own, office, monkeypatch):
    monkeypatch.setattr("tanggap.cases.actions.follow.secret", lambda: "kunci-surel-0123456789")
    case = own()
    for how in ("letter", "page"):
        client.post(f"/s/{SECRET}/email", {"email": "siti@example.org"})
        client.post("/email/kunci-surel-0123456789")
        answer_case(case.id, f"Besok, {how}.", acting_officer=office.officer)
        assert "Jangan kabari lagi" in client.get(f"/s/{SECRET}").content.decode()
        if how == "letter":
            link = f"/email/stop/{stop_token(CaseFollower.objects.get())}"
            assert link in Message.objects.filter(kind="news").last().text
            assert "Jangan kabari lagi" in client.get(link).content.decode()
            assert CaseFollower.objects.exists()
            assert "Tidak ada surel lagi" in client.post(link).content.decode()
            assert client.post(link).status_code == 200
        else:
            after = client.post(f"/s/{SECRET}/email", {"stop": "1"}, follow=True).content.decode()
            assert "tidak lagi mengabari Anda lewat surel" in after
        assert not CaseFollower.objects.exists()


def test_too_many_requests_for_news_are_told_when_to_come_again(client, own, monkeypatch):
    own()
    monkeypatch.setitem(doors.MOST_MAILS, "email", 0)
    response = client.post(f"/s/{SECRET}/email", {"email": "siti@example.org"})
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")


def test_a_wrong_address_is_said_beside_the_field(client, own):
    own()
    response = client.post(f"/s/{SECRET}/email", {"email": "bukan surel"})
    assert response.status_code == 422
    assert re.search(r'id="e-email">.*Ini bukan alamat surel', response.content.decode(), re.S)


def test_words_on_their_way_hide_the_old_state_and_its_question(client, own, office, settle):
    case = own()
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    html = client.get(f"/s/{SECRET}").content.decode()
    words = {"says": "not_done", "text": "Masih bolong", "press": press_in(html)}
    waits = client.post(f"/s/{SECRET}/reply", words, follow=True).content.decode()
    assert "Benar sudah beres?" not in waits
    assert "sebentar lagi tampil di sini" in waits
    settle()
    assert "Menurut Anda belum beres." in client.get(f"/s/{SECRET}?sent=reply").content.decode()


def test_the_reporter_is_spoken_to(client, own, office):
    case = own()
    answer_case(case.id, "Sudah.", acting_officer=office.officer)
    close_case(case.id, "done", acting_officer=office.officer)
    html = client.get(f"/s/{SECRET}").content.decode()
    assert "Anda belum membenarkannya." in html
    assert "Pelapor belum" not in html


def test_who_objects_to_setting_aside_has_the_report_open_again(client, own, office, settle):
    case = own()
    dismiss_case(case.id, "not_ours", acting_officer=office.officer)
    html = client.get(f"/s/{SECRET}").content.decode()
    assert "Anda keberatan?" in html
    client.post(f"/s/{SECRET}/reply", {"press": press_in(html), "text": "Ini memang jalan kota"})
    settle()
    case.refresh_from_db()
    assert case.state == CaseState.OPEN


def test_who_said_done_is_not_asked_again(client, own, office, settle):
    case = own()
    answer_case(case.id, "Sudah ditambal.", acting_officer=office.officer)
    html = client.get(f"/s/{SECRET}").content.decode()
    assert "Ya, sudah" in html
    client.post(f"/s/{SECRET}/reply", {"press": press_in(html), "says": "done"})
    settle()
    for _ in range(2):
        html = client.get(f"/s/{SECRET}").content.decode()
        assert "Ada yang berubah?" in html
        assert 'value="done"' not in html
        case.refresh_from_db()
        if case.state == CaseState.ANSWERED:
            close_case(case.id, "confirmed", acting_officer=office.officer)


def test_who_confirms_what_was_closed_is_believed(client, own, office, settle):
    case = own()
    answer_case(case.id, "Sudah ditambal.", acting_officer=office.officer)
    close_case(case.id, "done", acting_officer=office.officer)
    html = client.get(f"/s/{SECRET}").content.decode()
    assert "pernyataan Anda tercatat di situ" in html
    client.post(f"/s/{SECRET}/reply", {"press": press_in(html), "says": "done"})
    settle()
    own_page, public = (client.get(page).content.decode() for page in (f"/s/{SECRET}", f"/cases/{case.tracking_id}/"))
    assert "Anda bilang sudah selesai." in own_page
    assert "Pelapor bilang sudah selesai." in public
    assert "belum membenarkannya" not in own_page + public


def test_who_follows_hears_of_every_turn(office):
    case = office.case()
    follower = follow_case(case, "siti@kota.example", "http://localhost/")
    assert follower
    CaseFollower.objects.update(confirmed_at=now())
    told = Message.objects.filter(kind="news", network="email")
    before = told.count()
    dismiss_case(case.id, "not_ours", acting_officer=office.officer)
    reopen_case(case.id, "Keliru", acting_officer=office.officer)
    forward_case(case.id, office.dishub, "Soal parkir", acting_officer=office.officer)
    assert told.count() - before == 3
