"""Passwords are tried so often from one network, and a few at a time, on the page and in the interface alike."""

from __future__ import annotations

import pytest

from tanggap.web import passwords

PAGE, INTERFACE = "/accounts/login/", "/api/v1/session"
RIGHT, OTHER = "petugas", "rekan"


@pytest.fixture(autouse=True)
def three_wrong_ones(monkeypatch):
    monkeypatch.setattr(passwords, "MOST_FAILURES", 3)


@pytest.fixture(params=[PAGE, INTERFACE])
def door(request) -> str:
    return request.param


def try_one(client, door, name, password="salah", address="203.0.113.7"):
    kind = {"content_type": "application/json"} if door == INTERFACE else {}
    return client.post(door, {"username": name, "password": password}, REMOTE_ADDR=address, **kind)


def test_many_names_from_one_network_are_not_all_tried(client, office, door):
    answers = [try_one(client, door, f"nama{number}") for number in range(5)]
    assert [answer.status_code for answer in answers][3:] == [429, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 900
    assert "Terlalu banyak kata sandi salah dari jaringan Anda. Coba lagi 15 menit" in answers[-1].content.decode()


def test_the_page_and_the_interface_are_counted_together(client, office):
    for number in range(3):
        try_one(client, PAGE, f"nama{number}")
    assert try_one(client, INTERFACE, RIGHT, "teladan-demo").status_code == 429


def test_another_network_is_not_held_up(client, office, door):
    for number in range(4):
        try_one(client, door, f"nama{number}")
    assert try_one(client, door, RIGHT, "teladan-demo", "203.0.113.8").status_code in (201, 302)


def test_an_officer_who_signs_in_from_an_office_is_not_shut_out_by_others_there(client, office, door):
    try_one(client, door, RIGHT, "teladan-demo")
    client.logout()
    for number in range(4):
        try_one(client, door, f"nama{number}")
    assert try_one(client, door, OTHER, "teladan-demo").status_code == 429
    assert try_one(client, door, RIGHT, "teladan-demo").status_code in (201, 302)


def test_whoever_signs_in_rightly_costs_the_network_nothing(client, office, door):
    for _ in range(5):
        assert try_one(client, door, RIGHT, "teladan-demo").status_code in (201, 302)
        client.logout()


def test_a_name_that_is_closed_costs_its_network_nothing_more(client, office, door, monkeypatch):
    monkeypatch.setattr(passwords, "MOST_FAILURES", 15)
    closed = [try_one(client, door, RIGHT) for _ in range(20)][-1]
    assert closed.status_code == 429
    assert closed.headers["Retry-After"] == "900"
    assert try_one(client, door, OTHER, "teladan-demo").status_code in (201, 302)


def test_the_interface_says_in_json_that_a_name_is_closed(client, office, monkeypatch):
    monkeypatch.setattr(passwords, "MOST_FAILURES", 15)
    closed = [try_one(client, INTERFACE, RIGHT) for _ in range(11)][-1]
    assert closed.headers["Content-Type"] == "application/problem+json"


def test_more_than_a_few_at_once_are_asked_to_come_again(client, office, door):
    places = passwords.CHECKED_AT_ONCE + passwords.WAITING
    for _ in range(places):
        assert passwords._places.acquire(blocking=False)
    try:
        answer = try_one(client, door, RIGHT, "teladan-demo")
    finally:
        passwords._places.release(places)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert "Saat ini banyak yang sedang masuk." in answer.content.decode()
    assert try_one(client, door, RIGHT, "teladan-demo").status_code in (201, 302)
