"""Notes stay on the desk; a hidden post leaves the public page."""

import pytest

from tanggap.cases.actions import hide_case_post, note_case, show_case_post
from tanggap.cases.errors import EmptyText, WrongState
from tanggap.inbox.errors import AlreadyHidden, NotHidden, UnknownReason
from tanggap.registry.errors import NotAllowed


def test_a_note_makes_no_entry(office, entries):
    case = office.case()
    before = entries()
    note_case(case.id, "Alat dipakai sampai Kamis", acting_officer=office.colleague)
    assert entries() == before
    with pytest.raises(EmptyText):
        note_case(case.id, "", acting_officer=office.colleague)


def test_the_same_note_twice_is_one_note(office):
    case = office.case()
    first, second = (note_case(case.id, "Cek dulu", acting_officer=office.officer) for _ in range(2))
    assert first == second
    assert note_case(case.id, "Cek dulu", acting_officer=office.colleague) != first


def test_a_post_is_hidden_for_a_listed_reason_and_recorded(office, entries):
    case = office.case()
    post = case.opening_post
    with pytest.raises(UnknownReason):
        hide_case_post(case.id, post.id, "criticism", acting_officer=office.officer)
    hide_case_post(case.id, post.id, "personal_data", acting_officer=office.officer)
    assert entries()[-1] == "post.hidden"
    with pytest.raises(AlreadyHidden):
        hide_case_post(case.id, post.id, "spam", acting_officer=office.officer)


def test_nothing_of_a_confidential_case_is_hidden_for_nothing_of_it_is_public(office, entries):
    case = office.case("Ada pungli di kantor", audience="direct")
    with pytest.raises(WrongState):
        hide_case_post(case.id, case.opening_post_id, "personal_data", acting_officer=office.officer)
    assert "post.hidden" not in entries()


def test_hiding_needs_the_power(office):
    case = office.case()
    with pytest.raises(NotAllowed):
        hide_case_post(case.id, case.opening_post_id, "spam", acting_officer=office.colleague)


def test_what_was_hidden_by_mistake_is_shown_again_and_recorded(office, entries):
    case = office.case()
    posts = (case.id, case.opening_post_id)
    with pytest.raises(NotHidden):
        show_case_post(*posts, acting_officer=office.officer)
    hide_case_post(*posts, "spam", acting_officer=office.officer)
    step = show_case_post(*posts, acting_officer=office.officer)
    assert entries()[-2:] == ["post.hidden", "post.shown"]
    assert step.entry is not None
    case.opening_post.refresh_from_db()
    assert case.opening_post.hidden_at is None
    hide_case_post(*posts, "personal_data", acting_officer=office.officer)
