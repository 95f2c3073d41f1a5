from __future__ import annotations

import pytest
from django.test import override_settings


def test_an_address_without_a_page_offers_a_way_on(client, db):
    response = client.get("/tidak-ada")
    html = response.content.decode()
    assert response.status_code == 404
    assert "Halaman ini tidak ada" in html
    assert 'action="/cases/"' in html


@override_settings(DEBUG=False)
def test_a_fault_of_ours_says_so_without_asking_the_database(client, monkeypatch):
    def fails() -> None:
        raise RuntimeError

    monkeypatch.setattr("tanggap.web.public.wellknown.now", fails)
    client.raise_request_exception = False
    response = client.get("/.well-known/security.txt")
    assert response.status_code == 500
    assert "Ada yang rusak di pihak kami" in response.content.decode()


def test_robots_leave_personal_addresses_alone(client):
    text = client.get("/robots.txt").content.decode()
    for address in ("/desk/", "/s/", "/email/", "/cases/*/source/"):
        assert f"Disallow: {address}" in text


def test_holes_can_be_told(client):
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:" in text
    assert "Expires: " in text


@pytest.mark.parametrize(
    "address", ["/cases/%00/", "/cases/7Q2M-4K9X/source/99999999999999999999", "/s/x", "/agencies/../"]
)
def test_a_strange_address_is_not_found(client, db, address):
    assert client.get(address).status_code == 404
