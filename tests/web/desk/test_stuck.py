"""An answer that did not arrive stands first, says why, and waits for a person."""

import pytest

from tanggap.cases.actions import answer_case
from tanggap.outbox.models import Delivery
from tests.web.desk.test_list import numbers


@pytest.fixture
def stuck(office):
    case = office.case()
    step = answer_case(case.id, "Besok kami ganti.", acting_officer=office.officer)
    delivery = Delivery.objects.get(message=step.message)
    reason = "Facebook no longer accepts the Page's access token. Connect the Page again."
    Delivery.objects.filter(id=delivery.id).update(state="stuck", reason=reason)
    return case, delivery


def test_the_case_says_why_in_the_officers_language(desk, stuck):
    page = desk.read(f"{stuck[0].tracking_id}/")
    assert "Jawaban tidak sampai ke warga." in page
    assert "Facebook tidak lagi menerima token" in page


def test_it_is_tried_again(desk, stuck):
    case, delivery = stuck
    desk.post(f"{case.tracking_id}/deliveries/{delivery.id}")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.reason) == ("signed", 0, "")
    assert "Sedang dikirim" in desk.read(f"{case.tracking_id}/")


def test_it_is_let_go_and_leaves_the_list(desk, stuck):
    case, delivery = stuck
    assert numbers(desk.read()) == [case.tracking_id]
    desk.post(f"{case.tracking_id}/deliveries/{delivery.id}", let_go="1")
    delivery.refresh_from_db()
    assert delivery.state == "dropped"
    assert numbers(desk.read()) == []
    assert "tidak dicoba lagi" in desk.read(f"{case.tracking_id}/")


def test_what_is_no_longer_stuck_is_said(desk, stuck):
    case, delivery = stuck
    desk.post(f"{case.tracking_id}/deliveries/{delivery.id}")
    response = desk.post(f"{case.tracking_id}/deliveries/{delivery.id}")
    assert response.status_code == 422
    assert "tidak tersangkut lagi" in response.content.decode()


def test_deciding_needs_a_mandate(sit, stuck):
    case, delivery = stuck
    desk = sit("stranger")
    assert "Coba lagi" not in desk.read(f"{case.tracking_id}/")
    assert desk.post(f"{case.tracking_id}/deliveries/{delivery.id}").status_code == 403
    delivery.refresh_from_db()
    assert delivery.state == "stuck"


def test_a_delivery_of_another_case_is_not_found(office, desk, stuck):
    assert desk.post(f"{office.case().tracking_id}/deliveries/{stuck[1].id}").status_code == 404
