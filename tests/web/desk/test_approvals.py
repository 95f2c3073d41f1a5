"""What two people must agree on waits for the second of them."""

import pytest

from tanggap.registry.actions import grant_mandate
from tanggap.registry.models import Approval


@pytest.fixture
def second(office):
    """Another who may grant, so that a request has somebody to wait for."""
    grant_mandate(office.approver, ("grant",), "SK 8/2026", acting_officer=None)
    grant_mandate(office.colleague, ("approve",), "SK 9/2026", acting_officer=office.head)
    return Approval.objects.get()


def test_a_request_waits_for_the_second_person(sit, second):
    page = sit("approver").read("approvals/")
    assert "Mandat untuk Nama rekan" in page
    assert "SK 9/2026" in page
    assert "Nama kepala" in page


def test_it_takes_effect_when_the_second_person_agrees(sit, second):
    desk = sit("approver")
    for _ in range(2):
        assert desk.post(f"approvals/{second.public_id}/decision", confirm="1").status_code == 302
    second.refresh_from_db()
    assert (second.decision, second.mandate.confirmed_at is not None) == ("confirmed", True)


def test_refusing_needs_a_reason_beside_its_field(sit, second):
    response = sit("approver").post(f"approvals/{second.public_id}/decision", reason=" ")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Tulis alasannya" in page.split(f'id="e-{second.public_id}"')[1].split("</p>")[0]


def test_a_refused_request_never_counts(sit, second):
    sit("approver").post(f"approvals/{second.public_id}/decision", reason="Belum perlu")
    second.refresh_from_db()
    assert (second.decision, second.mandate.confirmed_at) == ("refused", None)


def test_who_asked_is_not_asked_again(sit, second):
    desk = sit("head")
    assert "Mandat untuk" not in desk.read("approvals/")
    desk.post(f"approvals/{second.public_id}/decision", confirm="1")
    assert "harus dilakukan orang lain" in desk.read("approvals/")
    second.refresh_from_db()
    assert second.decision == ""


def test_without_the_power_nothing_is_offered_and_nothing_done(sit, second):
    desk = sit("officer")
    assert "/desk/approvals/" not in desk.read()
    assert desk.post(f"approvals/{second.public_id}/decision", confirm="1").status_code == 403


def test_a_request_of_another_agency_is_not_found(sit, second):
    assert sit("stranger").post(f"approvals/{second.public_id}/decision", confirm="1").status_code == 404


def test_the_overseer_is_the_second_person_everywhere(office, sit):
    grant_mandate(office.stranger, ("oversee",), "SK 7/2026", acting_officer=None)
    grant_mandate(office.colleague, ("approve",), "SK 9/2026", acting_officer=office.head)
    approval, desk = Approval.objects.get(), sit("stranger")
    assert "Mandat untuk Nama rekan" in desk.read("approvals/")
    assert desk.post(f"approvals/{approval.public_id}/decision", confirm="1").status_code == 302
