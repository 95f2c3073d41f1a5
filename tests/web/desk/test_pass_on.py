"""Taking a case, handing it to a colleague, and passing it on to another agency."""

from tanggap.cases.actions import assign_case
from tanggap.cases.models import Case
from tanggap.cases.queries import newest_step
from tanggap.channels.contract import Audience


def holder(case):
    return Case.objects.get(id=case.id).assignee


def test_a_case_is_taken_with_one_press(office, desk):
    case = office.case()
    assert "Ambil laporan ini" in desk.read(f"{case.tracking_id}/")
    desk.post(f"{case.tracking_id}/assignment", take="1")
    assert holder(case) == office.officer
    assert "Ambil laporan ini" not in desk.read(f"{case.tracking_id}/")


def test_a_case_that_somebody_holds_can_be_taken_over(office, desk):
    case = office.case()
    assign_case(case.id, office.colleague, acting_officer=office.colleague)
    assert "Ambil alih" in desk.read(f"{case.tracking_id}/")


def test_taking_twice_is_taking_once(office, desk):
    case = office.case()
    seen = newest_step(case)
    for _ in range(2):
        assert desk.post(f"{case.tracking_id}/assignment", take="1", newest_step=seen).status_code == 302
    assert case.steps.filter(kind="assigned").count() == 1


def test_a_case_is_handed_to_a_colleague(office, desk):
    case = office.case()
    desk.post(f"{case.tracking_id}/assignment", to=office.colleague.id)
    assert holder(case) == office.colleague
    assert "Nama petugas menyerahkannya ke Nama rekan" in desk.read(f"{case.tracking_id}/")


def test_whoever_holds_it_is_not_offered_again(office, desk):
    case = office.case()
    desk.post(f"{case.tracking_id}/assignment", to=office.colleague.id)
    assert "Nama rekan, Kepala Seksi" not in desk.read(f"{case.tracking_id}/", tab="forward")


def test_nobody_chosen_is_said_beside_the_list(office, desk):
    response = desk.post(f"{office.case().tracking_id}/assignment", to="")
    assert response.status_code == 422
    assert "Pilih salah satu" in response.content.decode().split('id="e-to"')[1].split("</p>")[0]


def test_an_officer_of_another_agency_cannot_be_handed_a_case(office, desk):
    case = office.case()
    assert desk.post(f"{case.tracking_id}/assignment", to=office.stranger.id).status_code == 422
    assert holder(case) is None


def test_handing_over_needs_the_power_and_is_not_offered_without(office, sit):
    case, desk = office.case(), sit("colleague")
    assert "tab-forward" not in desk.read(f"{case.tracking_id}/")
    assert desk.post(f"{case.tracking_id}/assignment", to=office.officer.id).status_code == 403


def test_a_case_is_passed_on_with_its_reason(office, desk, sit):
    case = office.case()
    response = desk.post(f"{case.tracking_id}/forwarding", agency=office.dishub.id, reason="Ini urusan parkir")
    assert response.url == "/desk/"
    assert Case.objects.get(id=case.id).agency == office.dishub
    assert "Ini urusan parkir" in sit("stranger").read(f"{case.tracking_id}/")


def test_the_list_says_what_was_passed_on_and_to_whom_until_the_next_page(office, desk):
    case = office.case()
    typed = {"agency": office.dishub.id, "reason": "Ini urusan parkir"}
    page = desk.client.post(f"/desk/{case.tracking_id}/forwarding?view=mine", typed, follow=True)
    queue = page.content.decode().split('<section class="queue"')[1]
    assert f"Laporan {case.tracking_id} sudah diteruskan ke Dinas Perhubungan." in queue.split('id="list"')[0]
    assert "sudah diteruskan" not in desk.read()


def test_news_of_the_list_leaves_the_confirmation_where_it_is(office, desk):
    case, other = office.case(), desk.get()
    desk.post(f"{case.tracking_id}/forwarding", agency=office.dishub.id, reason="Ini urusan parkir")
    assert "sudah diteruskan" not in desk.ask_news(other).content.decode()
    assert "sudah diteruskan" in desk.read()


def test_passing_on_pressed_twice_is_done_once(office, desk):
    case = office.case()
    typed = {"agency": office.dishub.id, "reason": "Ini urusan parkir", "newest_step": newest_step(case)}
    assert [desk.post(f"{case.tracking_id}/forwarding", **typed).status_code for _ in range(2)] == [302, 302]
    assert case.steps.filter(kind="forwarded").count() == 1


def test_passing_on_needs_a_reason_and_keeps_the_choice(office, desk):
    response = desk.post(f"{office.case().tracking_id}/forwarding", agency=office.dishub.id, reason=" ")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Tulis sesuatu dulu." in page.split('id="e-why"')[1].split("</p>")[0]
    assert f'<option value="{office.dishub.id}" selected' in page


def test_passing_on_needs_an_agency_and_keeps_the_reason(office, desk):
    page = desk.post(f"{office.case().tracking_id}/forwarding", agency="", reason="Ini urusan parkir").content.decode()
    assert "Pilih salah satu" in page.split('id="e-agency"')[1].split("</p>")[0]
    assert 'value="Ini urusan parkir"' in page


def test_a_confidential_case_passed_on_is_gone_from_the_first_desk(office, desk, sit):
    case = office.case("Ada pungli di kantor ini", audience=Audience.DIRECT)
    desk.post(f"{case.tracking_id}/forwarding", agency=office.dishub.id, reason="Terjadi di sana")
    assert desk.get(f"{case.tracking_id}/").status_code == 404
    assert sit("stranger").get(f"{case.tracking_id}/").status_code == 200


def test_of_two_who_take_a_report_at_once_the_second_is_told_who_holds_it(office, sit):
    case = office.case()
    seen = newest_step(case)
    first, second = (
        sit(who).post(f"{case.tracking_id}/assignment", take="1", newest_step=seen) for who in ("colleague", "officer")
    )
    assert (first.status_code, second.status_code) == (302, 422)
    assert "Nama rekan baru saja memegang laporan ini" in second.content.decode()
    case.refresh_from_db()
    assert case.assignee == office.colleague
