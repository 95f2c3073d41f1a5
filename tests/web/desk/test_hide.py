"""An officer keeps a post from the public, with a reason that the public page says."""

from tanggap.channels.contract import Audience
from tanggap.inbox.models import Post


def first_step(case):
    return case.steps.earliest("id")


def test_a_post_is_hidden_from_the_public_and_stays_on_the_desk(office, desk):
    case = office.case("Nomor saya 0812-3456-7890, lampu jalan mati")
    desk.post(f"{case.tracking_id}/hidden/{case.opening_post_id}", reason="personal_data")
    page = desk.read(f"{case.tracking_id}/")
    assert "Disembunyikan dari umum" in page
    assert "lampu jalan mati" in page
    assert "lampu jalan mati" not in desk.client.get(f"/cases/{case.tracking_id}/").content.decode()


def test_hiding_asks_for_a_reason_first(office, desk):
    case = office.case()
    page = desk.read(f"{case.tracking_id}/", tab="hide", step=str(first_step(case).id))
    assert "Kritik bukan alasan." in page
    response = desk.post(f"{case.tracking_id}/hidden/{case.opening_post_id}", step=first_step(case).id)
    assert response.status_code == 422
    assert "Pilih salah satu" in response.content.decode().split('id="e-hide"')[1].split("</p>")[0]


def test_hiding_needs_the_power_and_is_not_offered_without(office, sit):
    case, desk = office.case(), sit("colleague")
    assert "tab=hide" not in desk.read(f"{case.tracking_id}/")
    response = desk.post(f"{case.tracking_id}/hidden/{case.opening_post_id}", reason="spam")
    assert response.status_code == 403
    assert Post.objects.get().hidden_at is None


def test_a_confidential_post_has_nobody_to_be_hidden_from(office, desk):
    case = office.case("Ada pungli di kantor ini", audience=Audience.DIRECT)
    assert "tab=hide" not in desk.read(f"{case.tracking_id}/")


def test_a_post_of_another_case_is_not_found(office, desk):
    case, other = office.case(), office.case()
    response = desk.post(f"{case.tracking_id}/hidden/{other.opening_post_id}", reason="spam")
    assert response.status_code == 404


def test_what_was_hidden_by_mistake_is_shown_again(office, desk, sit):
    case = office.case()
    desk.post(f"{case.tracking_id}/hidden/{case.opening_post_id}", reason="spam")
    way = f"{case.tracking_id}/shown/{case.opening_post_id}"
    assert f"/desk/{way}" in desk.read(f"{case.tracking_id}/")
    assert f"/desk/{way}" not in sit("colleague").read(f"{case.tracking_id}/")
    assert sit("colleague").post(way).status_code == 403
    desk.post(way)
    page = desk.client.get(f"/cases/{case.tracking_id}/").content.decode()
    assert "Lampu jalan" in page
    assert "Kiriman yang disembunyikan ditampilkan lagi" in page
    assert "menampilkan lagi kiriman" in desk.read(f"{case.tracking_id}/")
    again = desk.post(way)
    assert again.status_code == 422
    assert "Kiriman ini tidak disembunyikan." in again.content.decode()
