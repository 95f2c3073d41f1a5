"""Who may sit at the desk, and what each of them sees there."""

import pytest

from tanggap.channels.contract import Audience
from tanggap.people.actions import create_user
from tanggap.registry.actions import grant_mandate, relieve_officer
from tests.web.desk.conftest import BACKEND

SECRET = "Ada pungli di kantor ini, saya diminta uang"


@pytest.fixture
def overseer(office, sit):
    grant_mandate(office.stranger, ("oversee",), "SK 7/2026", acting_officer=None)
    return sit("stranger")


def test_nobody_enters_without_signing_in(client, office):
    response = client.get("/desk/")
    assert (response.status_code, response.url) == (302, "/accounts/login/?next=/desk/")


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(office, desk):
    path = f"/desk/{office.case().tracking_id}/"
    desk.client.logout()
    response = desk.client.post(f"{path}answers", {"text": "Besok."}, headers={"Referer": f"http://testserver{path}"})
    assert response.url == f"/accounts/login/?next={path}"


def test_a_form_from_nowhere_leads_to_the_desk(office, client):
    for referer in ("", "https://elsewhere.example/x", "http://testserver.elsewhere.example/"):
        response = client.post("/desk/7Q2M-4K9X/answers", headers={"Referer": referer})
        assert response.url == "/accounts/login/?next=/desk/"


def test_a_user_without_a_place_in_an_agency_is_turned_away(client, office):
    client.force_login(create_user("tamu", full_name="Tamu", password="teladan-demo"), backend=BACKEND)
    assert client.get("/desk/").status_code == 403


def test_an_officer_who_was_relieved_is_turned_away(office, desk):
    relieve_officer(office.officer, "pindah tugas", acting_officer=None)
    assert desk.get().status_code == 403


def test_an_officer_without_any_mandate_still_reads(office, sit):
    case = office.case("Lampu jalan mati, tolong diperbaiki")
    office.head.mandates.all().delete()
    desk = sit("head")
    assert case.tracking_id in desk.read()
    page = desk.read(f"{case.tracking_id}/")
    assert "Anda hanya membaca" in page
    assert "<textarea" not in page


def test_cases_of_another_agency_are_not_on_the_desk(office, sit):
    case = office.case()
    assert case.tracking_id not in sit("stranger").read()


def test_a_public_case_of_another_agency_can_be_read_and_offers_nothing(office, sit):
    case = office.case()
    page = sit("stranger").read(f"{case.tracking_id}/")
    assert "Dinas PU" in page
    assert 'id="answer"' not in page


def test_a_confidential_case_shows_no_word_in_the_list(office, desk):
    office.case(SECRET, audience=Audience.DIRECT)
    page = desk.read()
    assert "pungli" not in page
    assert "Laporan rahasia. Buka untuk membaca." in page


def test_a_confidential_case_is_read_by_those_with_the_power(office, desk):
    case = office.case(SECRET, audience=Audience.DIRECT)
    assert SECRET in desk.read(f"{case.tracking_id}/")


@pytest.mark.parametrize("who", ["stranger", "colleague", "head"])
def test_a_confidential_case_does_not_exist_for_others(office, sit, who):
    case = office.case(SECRET, audience=Audience.DIRECT)
    desk = sit(who)
    assert desk.get(f"{case.tracking_id}/").status_code == 404
    assert desk.post(f"{case.tracking_id}/answers", text="Baik").status_code == 404
    assert case.tracking_id not in desk.read()


def test_the_overseer_sees_the_cases_of_every_agency_and_acts_on_none(office, overseer):
    case, sealed = office.case(), office.case(SECRET, audience=Audience.DIRECT)
    page = overseer.read()
    assert "Giliran instansi" in page
    assert case.tracking_id in page
    assert SECRET in overseer.read(f"{sealed.tracking_id}/")
    assert overseer.post(f"{case.tracking_id}/answers", text="Baik").status_code == 403


def test_a_mandate_for_another_agency_brings_its_cases_along(office, sit):
    case = office.case()
    grant_mandate(office.stranger, ("answer",), "ST 3/2026", agency=office.pu, acting_officer=None)
    desk = sit("stranger")
    assert case.tracking_id in desk.read()
    assert desk.post(f"{case.tracking_id}/answers", text="Kami perbaiki besok.").status_code == 302


@pytest.mark.parametrize("path", ["no-such-case/", "7Q2M-4K9X/", "publications/nothing/"])
def test_what_is_not_there_is_not_found(desk, path):
    assert desk.get(path).status_code == 404


def test_every_act_is_a_post(office, desk):
    case = office.case()
    for act in ("answers", "assignment", "forwarding", "notes", "closure", "dismissal", "reopening"):
        assert desk.get(f"{case.tracking_id}/{act}").status_code == 405


def test_a_form_from_elsewhere_is_refused(office, desk):
    case = office.case()
    desk.client.handler.enforce_csrf_checks = True
    assert desk.post(f"{case.tracking_id}/answers", text="Baik").status_code == 403
    assert case.steps.filter(kind="answered").count() == 0
