"""The same act twice is one act, and of two officers at once the second is told; nothing is lost."""

import pytest

from tanggap.cases.actions import answer_case, assign_case, close_case, dismiss_case, forward_case
from tanggap.cases.errors import ThreadChanged, WrongState
from tanggap.cases.models import Case
from tanggap.cases.queries import newest_step
from tanggap.outbox.models import Message

WORDS = "Lampunya kami ganti besok pagi."


def answers():
    return list(Message.objects.filter(kind="answer").order_by("id").values_list("text", flat=True))


def reply(office, case, text="Masih mati, pak"):
    office.write(text, author="budi", in_reply_to=case.opening_post.remote.remote_id)
    office.work()


@pytest.mark.parametrize("sees", [True, False])
def test_the_same_words_sent_again_are_one_answer(office, sees):
    case = office.case()
    seen = newest_step(case) if sees else None
    first, second = (answer_case(case.id, WORDS, acting_officer=office.officer, seen_step=seen) for _ in range(2))
    assert first == second
    assert answers() == [WORDS]


def test_a_page_that_moved_on_between_two_presses_sends_one_answer(office):
    case = office.case()
    first = answer_case(case.id, WORDS, acting_officer=office.officer, seen_step=newest_step(case))
    assert answer_case(case.id, f" {WORDS}\r\n", acting_officer=office.officer, seen_step=newest_step(case)) == first
    assert answers() == [WORDS]


def test_a_retry_finds_its_answer_though_the_citizen_wrote_meanwhile(office):
    case = office.case(author="budi")
    seen = newest_step(case)
    first = answer_case(case.id, WORDS, acting_officer=office.officer, seen_step=seen)
    reply(office, case)
    assert answer_case(case.id, WORDS, acting_officer=office.officer, seen_step=seen) == first


def test_the_same_words_to_new_words_of_the_citizen_are_another_answer(office):
    case = office.case(author="budi")
    answer_case(case.id, WORDS, acting_officer=office.officer)
    reply(office, case)
    answer_case(case.id, WORDS, acting_officer=office.officer, seen_step=newest_step(case))
    assert answers() == [WORDS, WORDS]


def test_a_colleague_with_the_same_words_is_told_of_the_first(office):
    case = office.case()
    seen = newest_step(case)
    answer_case(case.id, WORDS, acting_officer=office.officer, seen_step=seen)
    with pytest.raises(ThreadChanged):
        answer_case(case.id, WORDS, acting_officer=office.colleague, seen_step=seen)


def test_who_takes_what_a_colleague_has_just_taken_is_told_who_holds_it(office):
    case = office.case()
    seen = newest_step(case)
    assign_case(case.id, office.colleague, acting_officer=office.colleague, seen_step=seen)
    with pytest.raises(WrongState, match="Nama rekan"):
        assign_case(case.id, office.officer, acting_officer=office.officer, seen_step=seen)
    assert Case.objects.get(id=case.id).assignee == office.colleague


def test_who_has_seen_that_a_colleague_holds_it_may_take_it_over(office):
    case = office.case()
    assign_case(case.id, office.colleague, acting_officer=office.colleague)
    assign_case(case.id, office.officer, acting_officer=office.officer, seen_step=newest_step(case))
    assert Case.objects.get(id=case.id).assignee == office.officer


ENDS = {
    "close": lambda office, case, seen: close_case(case, "out_of_scope", acting_officer=office.officer, seen_step=seen),
    "dismiss": lambda office, case, seen: dismiss_case(case, "spam", acting_officer=office.officer, seen_step=seen),
    "forward": lambda office, case, seen: forward_case(
        case, office.dishub, "Parkir", acting_officer=office.officer, seen_step=seen
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_nothing_ends_or_leaves_over_words_that_came_meanwhile(office, end):
    case = office.case(author="budi")
    seen = newest_step(case)
    reply(office, case)
    with pytest.raises(ThreadChanged):
        ENDS[end](office, case.id, seen)
    ENDS[end](office, case.id, newest_step(case))


@pytest.mark.parametrize("end", ENDS)
def test_an_answer_to_what_a_colleague_has_just_ended_is_refused_in_words(office, end):
    case = office.case()
    seen = newest_step(case)
    ENDS[end](office, case.id, seen)
    with pytest.raises(Exception) as refusal:
        answer_case(case.id, WORDS, acting_officer=office.colleague, seen_step=seen)
    assert str(refusal.value)
    assert answers() == []
