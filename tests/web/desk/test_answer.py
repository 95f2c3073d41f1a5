"""Answering from the desk: signed under a mandate, refused in words, and never twice."""

import pytest

from tanggap.cases.actions import answer_case, forward_case
from tanggap.cases.queries import newest_step
from tanggap.channels.actions import note_block
from tanggap.outbox.models import Message
from tanggap.registry.actions import revoke_mandate
from tanggap.registry.models import Mandate

WORDS = "Lampunya kami ganti besok pagi."


def answers() -> list[str]:
    return list(Message.objects.filter(kind="answer").values_list("text", flat=True))


def test_an_answer_is_sent_and_the_case_shows_it(office, desk):
    case = office.case()
    response = desk.post(f"{case.tracking_id}/answers", text=WORDS, newest_step=newest_step(case))
    assert (response.status_code, response.url) == (302, f"/desk/{case.tracking_id}/")
    page = desk.read(f"{case.tracking_id}/")
    assert WORDS in page
    assert "Jawaban Anda sudah ditandatangani" in page


def test_who_answers_a_report_passed_on_reads_whose_account_carries_it(office, desk, sit):
    case = office.case()
    assert "Tampil dari akun" not in desk.read(f"{case.tracking_id}/")
    forward_case(case.id, office.dishub, "Ini urusan parkir", acting_officer=office.officer)
    assert "Tampil dari akun @dinas-pu" in sit("stranger").read(f"{case.tracking_id}/")


def test_the_composer_names_the_mandate_and_its_end(office, desk):
    from datetime import date

    Mandate.objects.filter(officer=office.officer).update(valid_until=date(2099, 12, 31))
    page = desk.read(f"{office.case().tracking_id}/")
    assert "atas nama Dinas PU" in page
    assert "SK 1/2026" in page
    assert "31 Desember 2099" in page


def test_the_composer_says_who_can_read_the_answer(office, desk):
    from tanggap.channels.contract import Audience

    assert "Semua orang bisa membacanya." in desk.read(f"{office.case().tracking_id}/")
    sealed = office.case("Ada pungli di kantor ini", audience=Audience.DIRECT)
    assert "Hanya warga ini yang membacanya." in desk.read(f"{sealed.tracking_id}/")


def test_an_officer_of_another_agency_is_refused_and_keeps_the_words(office, sit):
    case = office.case()
    response = sit("stranger").post(f"{case.tracking_id}/answers", text=WORDS)
    page = response.content.decode()
    assert response.status_code == 403
    assert "Anda tidak punya mandat" in page
    assert "Dinas PU" in page
    assert WORDS in page
    assert answers() == []


def test_a_mandate_revoked_while_writing_is_said(office, desk):
    case = office.case()
    revoke_mandate(Mandate.objects.get(officer=office.officer), "pindah tugas", acting_officer=None)
    response = desk.post(f"{case.tracking_id}/answers", text=WORDS)
    assert response.status_code == 403
    assert "dicabut" in response.content.decode()


def test_the_refusal_says_whom_to_ask(office, sit):
    response = sit("head").post(f"{office.case().tracking_id}/answers", text=WORDS)
    assert "Minta mandat ke Nama kepala" in response.content.decode()


@pytest.mark.parametrize(("text", "why"), [(" \n ", "Tulis sesuatu dulu."), ("x" * 20_000, "Teks ini 20000 karakter")])
def test_what_cannot_be_sent_is_said_beside_the_field(office, desk, text, why):
    case = office.case()
    response = desk.post(f"{case.tracking_id}/answers", text=text)
    page = response.content.decode()
    assert response.status_code == 422
    assert why in page.split('id="e-answer"')[1].split("</p>")[0]
    assert 'aria-invalid="true"' in page
    assert text.strip() in page


def test_an_answer_to_a_changed_thread_is_shown_the_change_and_kept(office, desk):
    case = office.case(author="budi")
    seen = newest_step(case)
    office.write("Ralat: yang mati dua lampu", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    response = desk.post(f"{case.tracking_id}/answers", text=WORDS, newest_step=seen)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Ralat: yang mati dua lampu" in page.split('id="composer"')[1]
    assert WORDS in page
    assert f'value="{newest_step(case)}" id="seen"' in page
    assert answers() == []


def test_once_the_change_was_shown_the_same_words_go_through(office, desk):
    case = office.case(author="budi")
    office.write("Ralat: yang mati dua lampu", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    response = desk.post(f"{case.tracking_id}/answers", text=WORDS, newest_step=newest_step(case))
    assert response.status_code == 302


def test_a_button_pressed_twice_answers_once(office, desk):
    case = office.case()
    seen = newest_step(case)
    first, second = (desk.post(f"{case.tracking_id}/answers", text=WORDS, newest_step=seen) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert answers() == [WORDS]


def test_other_words_sent_meanwhile_are_not_taken_for_a_double_press(office, desk):
    case = office.case()
    seen = newest_step(case)
    desk.post(f"{case.tracking_id}/answers", text=WORDS, newest_step=seen)
    assert desk.post(f"{case.tracking_id}/answers", text="Lain lagi.", newest_step=seen).status_code == 409


def test_an_ended_case_offers_no_answer_and_takes_none(office, desk):
    case = office.case()
    desk.post(f"{case.tracking_id}/dismissal", reason="spam")
    assert 'id="answer"' not in desk.read(f"{case.tracking_id}/")
    response = desk.post(f"{case.tracking_id}/answers", text=WORDS)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Laporan ini dikesampingkan" in page
    assert WORDS in page


def test_an_answer_is_corrected_once(office, desk):
    case = office.case()
    step = answer_case(case.id, "Besok pagi.", acting_officer=office.officer)
    assert f"tab=correct&amp;step={step.id}" in desk.read(f"{case.tracking_id}/")
    desk.post(f"{case.tracking_id}/corrections/{step.id}", text="Lusa pagi.", step=step.id)
    page = desk.read(f"{case.tracking_id}/")
    assert "Diralat di bawah" in page
    assert "Besok pagi." in page
    assert "tab=correct" not in page


def test_a_correction_that_is_refused_keeps_its_words(office, desk):
    case = office.case()
    step = answer_case(case.id, "Besok pagi.", acting_officer=office.officer)
    response = desk.post(f"{case.tracking_id}/corrections/{step.id}", text="Besok pagi.", step=step.id)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Teksnya sama" in page.split('id="e-correct"')[1].split("</p>")[0]


def test_a_correction_pressed_twice_is_one(office, desk):
    case = office.case()
    step = answer_case(case.id, "Besok pagi.", acting_officer=office.officer)
    typed = {"text": "Lusa pagi.", "step": step.id, "newest_step": step.id}
    assert [desk.post(f"{case.tracking_id}/corrections/{step.id}", **typed).status_code for _ in range(2)] == [302, 302]
    assert Message.objects.filter(kind="correction").count() == 1


def test_a_step_of_another_case_is_not_corrected_here(office, desk):
    step = answer_case(office.case().id, "Besok pagi.", acting_officer=office.officer)
    other = office.case()
    assert desk.post(f"{other.tracking_id}/corrections/{step.id}", text="Lusa.").status_code == 404


def test_a_zero_byte_does_no_harm(office, desk):
    case = office.case()
    assert desk.post(f"{case.tracking_id}/answers", text="Besok\x00 pagi.").status_code == 302
    assert answers() == ["Besok pagi."]


def test_an_officer_is_told_that_the_citizen_blocks_the_account(office, desk):
    case = office.case()
    assert "memblokir akun kami" not in desk.read(f"{case.tracking_id}/")
    note_block(office.account, case.author)
    page = desk.read(f"{case.tracking_id}/")
    assert "memblokir akun kami" in page
    assert "Jawaban tetap ada di halaman umum." in page
