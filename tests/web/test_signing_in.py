from __future__ import annotations

import re

import pytest
from django.core import mail

from tanggap.people.actions import create_user, invite_user
from tanggap.web.public import doors

RIGHT = {"username": "petugas", "password": "teladan-demo"}


def test_an_officer_signs_in_and_is_led_to_the_desk(client, office):
    response = client.post("/accounts/login/", RIGHT)
    assert response.headers["Location"] == "/desk/"


def test_a_wrong_password_is_said_without_saying_which_was_wrong(client, office):
    wrong = client.post("/accounts/login/", RIGHT | {"password": "salah"}).content.decode()
    nobody = client.post("/accounts/login/", {"username": "siapa", "password": "salah"}).content.decode()
    assert "Nama pengguna dan kata sandi ini tidak cocok." in wrong
    assert 'value="petugas"' in wrong
    assert "Nama pengguna dan kata sandi ini tidak cocok." in nobody


def test_guessing_is_stopped_in_words(client, office):
    for _ in range(11):
        response = client.post("/accounts/login/", RIGHT | {"password": "salah"})
    assert response.status_code == 429
    assert "Terlalu banyak percobaan" in response.content.decode()


def test_the_desk_asks_to_sign_in_first_and_comes_back(client, office):
    response = client.get("/desk/?view=late")
    assert response.headers["Location"] == "/accounts/login/?next=/desk/%3Fview%3Dlate"


def test_a_user_without_a_place_in_an_agency_has_no_desk(client, office):
    client.force_login(create_user("tamu", "Tamu"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/desk/").status_code == 403


def test_signing_out_needs_a_button_not_a_link(client, office):
    client.post("/accounts/login/", RIGHT)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").headers["Location"] == "/"


def test_a_way_to_another_site_is_not_followed(client, office):
    response = client.post("/accounts/login/?next=https://evil.example/", RIGHT)
    assert response.headers["Location"] == "/desk/"


def test_a_forgotten_password_is_replaced_by_a_link_that_names_our_own_host(client, office):
    client.post("/accounts/password/", {"email": "petugas"}, headers={"Host": "evil.example"})
    [link] = re.findall(r"http://localhost:8000(/\S+)", mail.outbox[0].body)
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    client.post(address, {"new_password1": "empat kata yang acak", "new_password2": "empat kata yang acak"})
    assert client.post("/accounts/login/", RIGHT | {"password": "empat kata yang acak"}).status_code == 302


def test_a_forgotten_password_says_the_same_whoever_asks(client, office):
    known = client.post("/accounts/password/", {"email": "petugas"})
    unknown = client.post("/accounts/password/", {"email": "siapa"})
    assert known.headers["Location"] == unknown.headers["Location"] == "/accounts/password/sent/"
    assert len(mail.outbox) == 1


def test_a_forgotten_password_is_mailed_a_few_times_an_hour_and_the_answer_stays_the_same(client, office):
    answers = [client.post("/accounts/password/", {"email": "petugas"}) for _ in range(5)]
    assert {answer.headers["Location"] for answer in answers} == {"/accounts/password/sent/"}
    assert len(mail.outbox) == 3


def test_one_visitor_cannot_have_everybody_mailed(client, office, monkeypatch):
    monkeypatch.setitem(doors.MOST_MAILS, "password", 1)
    answers = [client.post("/accounts/password/", {"email": name}) for name in ("petugas", "rekan", "kepala")]
    assert {answer.headers["Location"] for answer in answers} == {"/accounts/password/sent/"}
    assert [letter.to for letter in mail.outbox] == [["petugas@kota.example"]]


def test_sign_ins_are_counted_by_the_connection_whatever_a_header_says(client, office):
    for number in range(11):
        claim = {"X-Forwarded-For": f"203.0.113.{number}"}
        response = client.post("/accounts/login/", RIGHT | {"password": "salah"}, headers=claim)
    assert response.status_code == 429


@pytest.fixture
def invited(office) -> str:
    return f"/accounts/invitation/{invite_user(create_user('baru', 'Petugas Baru'))}/"


def test_an_invitation_is_accepted_once(client, invited):
    assert "Selamat datang, Petugas" in client.get(invited).content.decode()
    chosen = {"new_password1": "empat kata yang acak", "new_password2": "empat kata yang acak"}
    assert client.post(invited, chosen).headers["Location"] == "/desk/"
    assert client.get(invited).status_code == 410


def test_a_weak_first_password_is_explained(client, invited):
    response = client.post(invited, {"new_password1": "12345678", "new_password2": "12345678"})
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_pages_of_signing_in_are_not_stored(client, invited):
    headers = client.get(invited).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"


def new(old, word):
    return {"old_password": old, "new_password1": word, "new_password2": word}


def test_an_officer_changes_their_password_and_stays_signed_in(client, office):
    client.post("/accounts/login/", RIGHT)
    assert "/desk/password/" in client.get("/desk/").content.decode()
    wrong = client.post("/desk/password/", new("salah", "empat kata yang acak")).content.decode()
    assert "Ini bukan kata sandi Anda sekarang." in wrong
    short = client.post("/desk/password/", new("teladan-demo", "pendek")).content.decode()
    assert 'role="alert"' in short
    changed = client.post("/desk/password/", new("teladan-demo", "empat kata yang acak"), follow=True)
    assert "Kata sandi sudah diganti" in changed.content.decode()
    client.post("/accounts/logout/")
    assert "tidak cocok" in client.post("/accounts/login/", RIGHT).content.decode()
    assert client.post("/accounts/login/", RIGHT | {"password": "empat kata yang acak"}).status_code == 302


def test_only_who_is_signed_in_changes_a_password(client, office):
    response = client.post("/desk/password/", new("teladan-demo", "empat kata yang acak"))
    assert response.headers["Location"].startswith("/accounts/login/")


def test_a_desk_left_open_is_no_place_to_guess_a_password(client, office):
    client.post("/accounts/login/", RIGHT)
    for _ in range(11):
        response = client.post("/desk/password/", new("salah", "empat kata yang acak"))
    assert response.status_code == 429
