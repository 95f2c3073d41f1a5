"""Closing with an outcome, setting aside with a reason, and opening again."""

from datetime import timedelta

import pytest

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case, close_case
from tanggap.cases.models import Case
from tanggap.cases.queries import newest_step


def state(case):
    return Case.objects.get(id=case.id).state


@pytest.fixture
def answered(office):
    case = office.case(author="budi")
    answer_case(case.id, "Sudah kami ganti.", acting_officer=office.officer)
    return case


def test_an_answered_case_is_closed_with_an_outcome(desk, answered):
    desk.post(f"{answered.tracking_id}/closure", outcome="done")
    assert state(answered) == "closed"
    assert "Selesai menurut Dinas PU" in desk.read(f"{answered.tracking_id}/")


def test_only_what_the_action_takes_is_offered(office, desk):
    page = desk.read(f"{office.case().tracking_id}/", tab="end")
    assert 'value="out_of_scope"' in page
    assert 'value="done"' not in page
    assert 'value="confirmed"' not in page


def test_closing_by_silence_is_offered_once_the_citizen_had_their_time(desk, answered):
    page = desk.read(f"{answered.tracking_id}/", tab="end")
    assert 'value="silent"' not in page
    assert "Warga masih bisa menjawab sampai" in page
    answered.steps.filter(kind="answered").update(at=now() - timedelta(days=40))
    page = desk.read(f"{answered.tracking_id}/", tab="end")
    assert 'value="silent"' in page
    assert "Warga masih bisa menjawab sampai" not in page


def test_an_outcome_that_is_not_offered_is_refused_in_words(office, desk):
    response = desk.post(f"{office.case().tracking_id}/closure", outcome="done")
    assert response.status_code == 422
    assert "Jawab warga dulu sebelum" in response.content.decode().split('id="e-outcome"')[1].split("</p>")[0]


def test_the_authors_word_lets_a_case_be_closed_as_confirmed(office, desk, answered):
    office.write("sudah beres min, makasih", author="budi", in_reply_to=answered.opening_post.remote.remote_id)
    office.work()
    desk.post(f"{answered.tracking_id}/closure", outcome="confirmed")
    assert "Selesai, dibenarkan pelapor" in desk.read(f"{answered.tracking_id}/")


def test_closing_pressed_twice_is_done_once(desk, answered):
    typed = {"outcome": "done", "newest_step": newest_step(answered)}
    assert [desk.post(f"{answered.tracking_id}/closure", **typed).status_code for _ in range(2)] == [302, 302]
    assert answered.steps.filter(kind="closed").count() == 1


def test_closing_what_a_colleague_closed_meanwhile_is_refused(office, desk, answered):
    seen = newest_step(answered)
    close_case(answered.id, "withdrawn", acting_officer=office.officer)
    answered.steps.filter(kind="closed").update(officer=office.colleague)
    assert desk.post(f"{answered.tracking_id}/closure", outcome="done", newest_step=seen).status_code == 422


def test_closing_needs_the_power_and_is_not_offered_without(sit, answered):
    desk = sit("colleague")
    assert "tab-end" not in desk.read(f"{answered.tracking_id}/")
    response = desk.post(f"{answered.tracking_id}/closure", outcome="done")
    assert response.status_code == 403
    assert "Belum dilakukan" in response.content.decode()


def test_a_case_is_set_aside_for_a_reason(office, desk):
    case = office.case()
    desk.post(f"{case.tracking_id}/dismissal", reason="spam")
    assert state(case) == "dismissed"
    assert "Nama petugas mengesampingkannya" in desk.read(f"{case.tracking_id}/")


def test_no_reason_to_set_aside_is_said_beside_the_choices(office, desk):
    response = desk.post(f"{office.case().tracking_id}/dismissal")
    assert response.status_code == 422
    assert "Pilih salah satu" in response.content.decode().split('id="e-dismissal"')[1].split("</p>")[0]


def test_an_ended_case_is_opened_again_with_a_reason(desk, answered):
    desk.post(f"{answered.tracking_id}/closure", outcome="done")
    assert "Buka lagi, karena" in desk.read(f"{answered.tracking_id}/", tab="end")
    assert desk.post(f"{answered.tracking_id}/reopening", reason=" ").status_code == 422
    desk.post(f"{answered.tracking_id}/reopening", reason="Warga datang ke kantor")
    assert state(answered) == "open"
    assert "Warga datang ke kantor" in desk.read(f"{answered.tracking_id}/")


def test_after_an_act_the_desk_leads_to_the_next_report(office, desk, answered):
    other = office.case()
    desk.post(f"{answered.tracking_id}/closure", outcome="done")
    page = desk.read(f"{answered.tracking_id}/")
    assert f'<a href="/desk/{other.tracking_id}/" id="next">' in page


def test_the_view_is_kept_through_an_act(office, desk):
    case = office.case()
    response = desk.client.post(f"/desk/{case.tracking_id}/notes?view=late", {"text": "Cek dulu"})
    assert response.url == f"/desk/{case.tracking_id}/?view=late"


@pytest.mark.parametrize(("act", "typed"), [("closure", {"outcome": "withdrawn"}), ("dismissal", {"reason": "spam"})])
def test_what_the_citizen_wrote_meanwhile_is_shown_before_it_ends(office, desk, act, typed):
    case = office.case(author="budi")
    seen = newest_step(case)
    office.write("Ralat: yang mati dua lampu", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    response = desk.post(f"{case.tracking_id}/{act}", newest_step=seen, **typed)
    composer = response.content.decode().split('id="composer"')[1]
    assert response.status_code == 409
    assert "Ada yang baru di utas ini" in composer
    assert "Ralat: yang mati dua lampu" in composer
    assert desk.post(f"{case.tracking_id}/{act}", newest_step=newest_step(case), **typed).status_code == 302
