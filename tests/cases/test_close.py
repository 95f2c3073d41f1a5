"""Cases end with an outcome or a reason, and can be opened again."""

from datetime import timedelta

import pytest

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case, close_case, dismiss_case, reopen_case
from tanggap.cases.errors import EmptyText, UnknownChoice, WrongState
from tanggap.cases.models import CaseStep
from tanggap.registry.errors import NotAllowed


def confirmed_case(office):
    case = office.case(author="budi")
    answer_case(case.id, "Sudah kami ganti.", acting_officer=office.officer)
    office.write("sudah beres min, makasih", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    return case


def test_only_the_authors_words_confirm_a_result(office):
    case = office.case()
    answer_case(case.id, "Sudah kami ganti.", acting_officer=office.officer)
    with pytest.raises(WrongState):
        close_case(case.id, "confirmed", acting_officer=office.officer)


def test_a_confirmed_case_is_closed_as_confirmed(office, entries):
    case = confirmed_case(office)
    close_case(case.id, "confirmed", acting_officer=office.officer)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "confirmed")
    assert entries()[-1] == "case.closed"


def test_whoever_asks_for_more_no_longer_says_that_it_is_done(office):
    case = confirmed_case(office)
    office.write("tolong trotoarnya juga diperbaiki", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    case.refresh_from_db()
    assert (case.state, case.says) == ("open", "")
    answer_case(case.id, "Trotoarnya besok.", acting_officer=office.officer)
    with pytest.raises(WrongState):
        close_case(case.id, "confirmed", acting_officer=office.officer)


def test_silence_is_a_reason_only_after_the_time_that_the_rules_give(office):
    case = office.case(author="budi")
    step = answer_case(case.id, "Sudah kami ganti.", acting_officer=office.officer)
    with pytest.raises(WrongState, match="sampai"):
        close_case(case.id, "silent", acting_officer=office.officer)
    CaseStep.objects.filter(id=step.id).update(at=now() - timedelta(days=40))
    office.write("belum selesai", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    with pytest.raises(WrongState, match="bukan tanpa kabar"):
        close_case(case.id, "silent", acting_officer=office.officer)
    again = answer_case(case.id, "Sekarang sudah.", acting_officer=office.officer)
    CaseStep.objects.filter(id=again.id).update(at=now() - timedelta(days=40))
    close_case(case.id, "silent", acting_officer=office.officer)


def test_the_authors_newest_words_are_no_silence(office):
    case = confirmed_case(office)
    case.steps.update(at=now() - timedelta(days=40))
    with pytest.raises(WrongState, match="sudah bilang selesai"):
        close_case(case.id, "silent", acting_officer=office.officer)
    office.write("oke, nanti saya lihat dulu", author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    case.refresh_from_db()
    type(case).objects.filter(id=case.id).update(state="answered", says="")
    with pytest.raises(WrongState, match="sampai"):
        close_case(case.id, "silent", acting_officer=office.officer)


@pytest.mark.parametrize("words", ["Saya tidak setuju", "terima kasih tapi saya keberatan", "bukan duplikat", "belum!"])
def test_whoever_objects_has_it_open_again(office, words):
    case = office.case(author="budi")
    dismiss_case(case.id, "duplicate", acting_officer=office.officer)
    office.write(words, author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    case.refresh_from_db()
    assert case.state == "open"


def test_an_unanswered_case_is_not_closed_as_done(office):
    with pytest.raises(WrongState):
        close_case(office.case().id, "done", acting_officer=office.officer)


def test_closing_needs_the_power(office):
    with pytest.raises(NotAllowed):
        close_case(office.case().id, "out_of_scope", acting_officer=office.colleague)


def test_a_case_is_set_aside_only_for_a_listed_reason(office):
    case = office.case()
    with pytest.raises(UnknownChoice):
        dismiss_case(case.id, "because", acting_officer=office.officer)
    dismiss_case(case.id, "duplicate", acting_officer=office.officer)
    case.refresh_from_db()
    assert case.state == "dismissed"


def test_an_ended_case_is_opened_again_with_a_reason(office):
    case = office.case()
    dismiss_case(case.id, "spam", acting_officer=office.officer)
    with pytest.raises(EmptyText):
        reopen_case(case.id, " ", acting_officer=office.officer)
    reopen_case(case.id, "Bukan spam", acting_officer=office.officer)
    case.refresh_from_db()
    assert case.state == "open"
