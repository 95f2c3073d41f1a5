"""An officer answers under a mandate, in the same thread."""

import pytest

from tanggap.cases.actions import answer_case, correct_answer, forward_case
from tanggap.cases.errors import EmptyText, TextTooLong, ThreadChanged, WrongState
from tanggap.cases.models import Case
from tanggap.cases.queries import newest_step
from tanggap.channels.contract import Audience
from tanggap.outbox.models import Message
from tanggap.records.models import Entry
from tanggap.registry.actions import revoke_mandate
from tanggap.registry.errors import NotAllowed
from tanggap.registry.models import Mandate


def test_an_answer_goes_into_the_citizens_thread_with_its_mandate_and_entry(office):
    case = office.case()
    step = answer_case(case.id, "Lampunya kami ganti besok.", acting_officer=office.officer)
    assert step.message.replies_to == case.opening_post.remote
    assert step.entry.mandate == step.mandate.public_id
    case.refresh_from_db()
    assert case.state == "answered"


def test_the_words_of_an_answer_are_not_in_the_record(office):
    answer_case(office.case().id, "Lampunya kami ganti besok.", acting_officer=office.officer)
    leaf = bytes(Entry.objects.get(type="case.answered").leaf)
    assert b"Lampunya" not in leaf


def test_an_officer_of_another_agency_is_refused_in_words(office):
    case = office.case()
    with pytest.raises(NotAllowed, match="Dinas PU"):
        answer_case(case.id, "Kami saja yang jawab", acting_officer=office.stranger)
    assert not Message.objects.filter(kind="answer").exists()


def test_a_revoked_mandate_answers_nothing(office):
    case = office.case()
    revoke_mandate(Mandate.objects.get(officer=office.officer), "pindah tugas", acting_officer=None)
    with pytest.raises(NotAllowed):
        answer_case(case.id, "Segera", acting_officer=office.officer)


def test_a_confidential_case_does_not_exist_for_others(office):
    case = office.case("Ada pungli di kantor", audience=Audience.DIRECT)
    for officer in (office.stranger, office.colleague):
        with pytest.raises(Case.DoesNotExist):
            answer_case(case.id, "Segera", acting_officer=officer)


def test_an_answer_to_a_direct_message_stays_direct(office):
    case = office.case("Ada pungli di kantor", audience=Audience.DIRECT)
    step = answer_case(case.id, "Kami periksa.", acting_officer=office.officer)
    assert step.message.audience == "direct"


def test_an_answer_of_a_confidential_case_names_nothing_in_the_record(office):
    case = office.case("Ada pungli di kantor", audience=Audience.DIRECT)
    step = answer_case(case.id, "Kami periksa.", acting_officer=office.officer)
    assert (step.entry.agency, step.entry.mandate) == (None, None)


def test_an_answer_to_a_thread_that_changed_is_shown_the_change_first(office):
    case = office.case(author="budi")
    seen = newest_step(case)
    office.write("Ralat: yang mati dua lampu", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    with pytest.raises(ThreadChanged):
        answer_case(case.id, "Satu lampu kami ganti.", acting_officer=office.officer, seen_step=seen)


@pytest.mark.parametrize(
    ("text", "refusal"), [("  \n ", EmptyText), ("\u202e\u200b", EmptyText), ("x" * 100_000, TextTooLong)]
)
def test_an_answer_needs_words_and_fits_the_network(office, text, refusal):
    case = office.case()
    with pytest.raises(refusal):
        answer_case(case.id, text, acting_officer=office.officer)


def test_only_the_agency_that_answered_corrects_its_words(office):
    case = office.case()
    step = answer_case(case.id, "Besok pagi.", acting_officer=office.officer)
    forward_case(case.id, office.dishub, "Ini urusan parkir", acting_officer=office.officer)
    with pytest.raises(NotAllowed):
        correct_answer(step.id, "Kami tidak datang.", acting_officer=office.stranger)
    corrected = correct_answer(step.id, "Lusa pagi.", acting_officer=office.officer)
    assert (corrected.message.agency, corrected.mandate.agency) == (office.pu, office.pu)


def test_others_in_the_thread_hold_up_no_answer(office):
    case = office.case(author="budi")
    seen, above = case.steps.last().id, case.opening_post.remote.remote_id
    office.write("hahaha, jalan rusak", author="iseng", in_reply_to=above)
    office.work()
    answer_case(case.id, "Besok pagi.", acting_officer=office.officer, seen_step=seen)
    seen = case.steps.last().id
    office.write("Jangan besok, sekarang", author="budi", in_reply_to=above)
    office.work()
    with pytest.raises(ThreadChanged):
        answer_case(case.id, "Baik.", acting_officer=office.officer, seen_step=seen)


def test_an_answer_is_corrected_once_and_its_first_text_stays(office, entries):
    step = answer_case(office.case().id, "Besok pagi.", acting_officer=office.officer)
    corrected = correct_answer(step.id, "Lusa pagi.", acting_officer=office.officer)
    assert corrected.message.corrects == step.message
    assert Message.objects.get(id=step.message_id).text == "Besok pagi."
    with pytest.raises(WrongState):
        correct_answer(step.id, "Minggu depan.", acting_officer=office.officer)
    assert entries()[-2:] == ["case.answered", "case.corrected"]
