from __future__ import annotations

from tanggap.cases.actions import hide_case_post
from tanggap.people.actions import opt_out_citizen


def test_the_source_is_reached_through_an_address_of_ours(client, office):
    case = office.case()
    response = client.get(f"/cases/{case.tracking_id}/source/1")
    assert response.status_code == 302
    assert response.headers["Location"] == case.opening_post.remote.url
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_there_is_no_source_of_somebody_who_opted_out(client, office):
    case = office.case()
    opt_out_citizen(case.author.citizen)
    assert "/source/" not in client.get(f"/cases/{case.tracking_id}/").content.decode()
    assert client.get(f"/cases/{case.tracking_id}/source/1").status_code == 404


def test_there_is_no_source_of_a_hidden_post(client, office):
    case = office.case()
    hide_case_post(case.id, case.opening_post_id, "hate", acting_officer=office.officer)
    assert client.get(f"/cases/{case.tracking_id}/source/1").status_code == 404


def test_there_is_no_other_number(client, office):
    case = office.case()
    assert client.get(f"/cases/{case.tracking_id}/source/2").status_code == 404
    assert client.get(f"/cases/{case.tracking_id}/source/0").status_code == 404
    assert client.get(f"/cases/{case.tracking_id}/source/{10**26}").status_code == 404
