from __future__ import annotations

import re
from itertools import pairwise

from tanggap.cases.actions import answer_case
from tests.web.figures import as_cells, by_interface, keys_of, shown


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


def test_every_measure_stands_there_once_with_a_sentence_a_chart_and_a_table(client, busy):
    html = page(client)
    keys = keys_of(html)
    assert keys == ["balance", "on-time", "waiting", "answered", "dialogue"]
    assert html.count('<table class="data"') == html.count('<figure class="plot">') == len(keys)
    for said in (
        "Warga menulis 14 kali, kami membalas 9 kali. Keseimbangan: 0,78.",
        "5 dari 12 laporan dijawab tepat waktu (42\xa0%).",
        "Separuh dari yang sudah dijawab menunggu paling lama 18 jam, satu dari sepuluh menunggu lebih dari 28 jam.",
        "9 dari 12 laporan sudah dijawab sampai hari ini (75\xa0%).",
        "9 dari 13 hal yang kami katakan adalah jawaban untuk warga (69\xa0%).",
    ):
        assert html.count(said) == 1


def test_its_figures_are_the_interfaces(client, busy):
    for agency in (busy.pu, busy.dishub):
        assert shown(page(client, agency.slug)) == as_cells(by_interface(client, agency.slug))


def test_the_page_and_its_files_weigh_less_than_a_hundred_kilobytes(client, busy):
    html = page(client)
    files = set(re.findall(r'(?:href|src)="(/static/[^"#?]+)', html))
    assert len(html) + sum(len(b"".join(client.get(file))) for file in files) < 100_000


def test_its_headings_are_in_order(client, busy):
    levels = [int(level) for level in re.findall(r"<h([1-6])", page(client))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
