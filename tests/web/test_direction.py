"""A citizen's marks of direction turn nothing around but their own words."""

from __future__ import annotations

RLO = "\u202e"


def test_no_page_shows_a_mark_that_is_never_closed(office, client):
    case = office.case(f"Lampu jalan {RLO}mati di depan sekolah, tolong diperbaiki")
    client.force_login(office.officer.user, backend="django.contrib.auth.backends.ModelBackend")
    for path in (f"/cases/{case.tracking_id}/", "/", "/agencies/dinas-pu/", "/desk/", f"/desk/{case.tracking_id}/"):
        page = client.get(path).content.decode()
        assert RLO not in page, path
    assert RLO in case.opening_post.text
