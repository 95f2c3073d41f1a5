"""What stands on a desk, and whether it can have changed."""

import pytest

from tanggap.cases.actions import answer_case, note_case, raise_notice
from tanggap.cases.desk import cases_of_desk, first_of_desk, glance_at_desk, pulse_of_desk, seat_of
from tanggap.cases.models import Case
from tests.cases.test_alert import DANGER


@pytest.fixture
def answered(office):
    case = office.case(author="budi")
    answer_case(case.id, "Sudah kami ganti.", acting_officer=office.officer)
    return case


def reply(office, case, text):
    office.write(text, author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()
    case.refresh_from_db()


def test_what_the_author_says_of_the_result_is_kept(office, answered):
    reply(office, answered, "sudah beres min, makasih")
    assert (answered.state, answered.says) == ("answered", "done")
    reply(office, answered, "belum selesai ternyata")
    assert (answered.state, answered.says) == ("open", "not_done")


def test_danger_in_the_authors_reply_makes_the_case_urgent_again(office, answered):
    reply(office, answered, DANGER)
    assert (answered.state, answered.urgency) == ("open", "danger")
    assert first_of_desk(seat_of(office.officer)) == [answered]


def test_counts_are_what_the_lists_hold(office, answered):
    office.case()
    seat = seat_of(office.officer)
    _, counts = glance_at_desk(seat)
    assert counts == {view: cases_of_desk(seat, view).count() for view in counts}


def test_a_count_stops_where_counting_on_helps_nobody(office, monkeypatch):
    monkeypatch.setattr("tanggap.cases.desk.COUNTED", 2)
    for _ in range(4):
        office.write("Lampu jalan mati, tolong diperbaiki")
    office.work()
    assert glance_at_desk(seat_of(office.officer))[1]["turn"] == 3


@pytest.mark.parametrize(
    "happens",
    [
        lambda office: office.case(),
        lambda office: note_case(Case.objects.get().id, "Cek dulu", acting_officer=office.officer),
        lambda office: raise_notice(office.pu, "report", "Mengganggu"),
        lambda office: answer_case(Case.objects.get().id, "Besok.", acting_officer=office.officer),
    ],
    ids=["case", "note", "notice", "answer"],
)
def test_the_pulse_beats_when_something_happens(office, happens):
    office.case()
    before = pulse_of_desk(office.officer)
    assert pulse_of_desk(office.officer) == before
    happens(office)
    assert pulse_of_desk(office.officer) != before
