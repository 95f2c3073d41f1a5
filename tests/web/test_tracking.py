from __future__ import annotations

import pytest

from tanggap.channels.contract import Audience


def test_a_number_leads_to_its_case_however_it_is_typed(client, office):
    case = office.case()
    typed = case.tracking_id.replace("-", " ").lower()
    response = client.get("/cases/", {"id": f"  {typed}"})
    assert response.headers["Location"] == f"/cases/{case.tracking_id}/"


def test_a_case_has_one_address(client, office):
    case = office.case()
    response = client.get(f"/cases/{case.tracking_id.lower()}/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/cases/{case.tracking_id}/")


@pytest.mark.parametrize("typed", ["7Q2M", "laporan saya", "<script>", "x" * 5000, "\x01"])
def test_what_is_no_number_is_answered_in_words(client, db, typed):
    response = client.get("/cases/", {"id": typed})
    assert response.status_code == 404
    assert "Ketik delapan huruf dan angka." in response.content.decode()


def test_an_unknown_number_says_so_and_keeps_what_was_typed(client, db):
    html = client.get("/cases/", {"id": "7q2m4k9x"}).content.decode()
    assert "Nomor itu tidak kami temukan" in html
    assert 'value="7q2m4k9x"' in html


def test_a_confidential_number_looks_like_an_unknown_one(client, office):
    case = office.case("Ada pungli di loket", audience=Audience.DIRECT)
    known = client.get("/cases/", {"id": case.tracking_id}).content.decode()
    unknown = client.get("/cases/", {"id": "ZZZZ-ZZZZ"}).content.decode()
    assert known.replace(case.tracking_id, "ZZZZ-ZZZZ") == unknown


def test_the_page_alone_asks_for_a_number(client, db):
    assert client.get("/cases/").status_code == 200
