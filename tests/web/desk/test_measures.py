"""The measures on the desk: an officer's of their agency, an overseer's of all."""

import pytest

from tanggap.registry.actions import grant_mandate
from tests.web.figures import as_cells, by_interface, keys_of, rows_of, shown

MOST = 12


@pytest.fixture
def overseer(busy, sit):
    grant_mandate(busy.stranger, ("oversee",), "SK 7/2026", acting_officer=None)
    return sit("stranger")


def test_a_stranger_is_led_to_the_sign_in(client, office):
    response = client.get("/desk/measures/")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/desk/measures/")


def test_the_way_to_performance_leads_there(office, desk):
    assert '<a href="/desk/measures/">Kinerja</a>' in desk.read()
    assert '<a href="/desk/measures/" aria-current="page">Kinerja</a>' in desk.read("measures/")


def test_an_officer_reads_their_own_agencys_figures_as_the_interface_gives_them(client, busy, desk):
    for asked in ("", busy.dishub.slug):
        html = desk.read("measures/", agency=asked)
        assert shown(html) == as_cells(by_interface(client, busy.pu.slug))
        assert 'id="agency"' not in html


def test_an_overseer_reads_the_whole_government_or_one_agency(client, busy, overseer):
    html = overseer.read("measures/")
    assert keys_of(html)[0] == "received"
    assert rows_of(html, "received")[-1] == [str(by_interface(client)["received"])]
    for agency in (busy.pu, busy.dishub):
        html = overseer.read("measures/", agency=agency.slug)
        assert shown(html) == as_cells(by_interface(client, agency.slug))
        assert f'<option value="{agency.slug}" selected>' in html


def test_the_measures_take_few_queries(busy, desk, overseer, django_assert_max_num_queries):
    for who in (desk, overseer):
        who.read("measures/")
        with django_assert_max_num_queries(MOST):
            who.read("measures/")
