from __future__ import annotations

from tanggap.cases.actions import answer_case


def page(client, slug: str = "dinas-pu") -> str:
    return client.get(f"/agencies/{slug}/").content.decode()


def test_the_page_names_positions_and_their_mandates_never_people(client, office):
    html = page(client)
    assert "Kepala Seksi petugas" in html
    assert "SK 1/2026" in html
    assert "Nama petugas" not in html


def test_the_page_shows_its_accounts_and_a_way_to_write_to_it(client, office):
    html = page(client)
    assert "@dinas-pu@localhost:8000" in html
    assert "/report/?agency=dinas-pu" in html


def test_only_its_own_answers_stand_there(client, office):
    case = office.case()
    answer_case(case.id, "Malam ini kami ganti.", acting_officer=office.officer)
    assert "Malam ini kami ganti." in page(client)
    assert "Malam ini kami ganti." not in page(client, "dinas-perhubungan")


def test_too_few_reports_are_no_chart(client, office):
    assert "Laporannya masih terlalu sedikit" in page(client)


def test_an_unknown_agency_is_not_found(client, office):
    assert client.get("/agencies/dinas-lain/").status_code == 404
