from __future__ import annotations

import pytest

from tanggap.registry.actions import draft_account, publish_account, retire_account


@pytest.fixture
def retired(office):
    account = draft_account(office.pu, "x", "pu_lama", acting_officer=None)
    publish_account(account, acting_officer=None)
    retire_account(account, "pindah", successor=office.account, acting_officer=None)
    return account


def check(client, asked: str):
    return client.get("/accounts/check", {"q": asked})


def test_the_register_lists_what_is_and_what_was_official(client, office, retired):
    html = client.get("/accounts/").content.decode()
    assert "@dinas-pu@localhost:8000" in html
    assert "Dulu resmi" in html
    assert "Sekarang: @dinas-pu@localhost:8000." in html


def test_an_empty_register_says_that_nobody_speaks(client, db):
    assert "Belum ada akun yang diumumkan." in client.get("/accounts/").content.decode()


def test_a_drafted_account_is_shown_to_nobody(client, office):
    draft_account(office.pu, "instagram", "dinaspu.teladan", acting_officer=None)
    assert "dinaspu.teladan" not in client.get("/accounts/").content.decode()


@pytest.mark.parametrize(
    "asked", ["@dinas-pu@localhost:8000", "dinas-pu@localhost:8000", "acct:dinas-pu@localhost:8000"]
)
def test_an_official_account_is_named_with_its_agency(client, office, asked):
    assert "Resmi. Ini Dinas PU." in check(client, asked).content.decode()


def test_a_retired_account_names_its_successor(client, retired):
    html = check(client, "@pu_lama").content.decode()
    assert "Dulu resmi, sekarang tidak." in html
    assert "Penggantinya: @dinas-pu@localhost:8000." in html


def test_a_look_alike_is_warned_of(client, office):
    html = check(client, "@dinas-pv").content.decode()
    assert "ini mirip akun kami tetapi bukan" in html
    assert "Jangan kirim uang" in html


@pytest.mark.parametrize("asked", ["@info_teladan", "<script>alert(1)</script>", "\x01\x02", "🦆", "http://[", "%00"])
def test_every_other_question_is_answered_politely(client, office, asked):
    response = check(client, asked)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_an_endless_question_is_answered_politely(client, office):
    response = check(client, "x" * 5000)
    assert response.status_code == 200
    assert "Itu terlalu panjang" in response.content.decode()


def test_no_question_shows_the_form_alone(client, office):
    assert 'class="proof' not in check(client, "").content.decode()


def test_the_register_can_be_downloaded_once_it_is_sealed(client, office, settle):
    assert client.get("/registry.json").status_code == 404
    settle()
    document = client.get("/registry.json").json()
    assert set(document) == {"snapshot", "signature", "key", "entry"}
