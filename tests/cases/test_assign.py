"""Cases are taken, handed over and forwarded."""

import pytest

from tanggap.cases.actions import assign_case, forward_case
from tanggap.cases.errors import EmptyText, UnknownChoice, WrongState
from tanggap.channels.contract import Audience
from tanggap.registry.errors import NotAllowed


def test_an_officer_takes_a_case(office):
    case = office.case()
    assign_case(case.id, office.colleague, acting_officer=office.colleague)
    case.refresh_from_db()
    assert case.assignee == office.colleague
    with pytest.raises(WrongState):
        assign_case(case.id, office.colleague, acting_officer=office.colleague)


def test_handing_to_a_colleague_needs_the_power_to_assign(office):
    with pytest.raises(NotAllowed):
        assign_case(office.case().id, office.officer, acting_officer=office.colleague)


def test_a_case_is_not_handed_to_another_agencys_officer(office):
    with pytest.raises(UnknownChoice):
        assign_case(office.case().id, office.stranger, acting_officer=office.officer)


def test_a_case_goes_to_the_agency_whose_matter_it_is_and_keeps_its_deadline(office, entries):
    case = office.case()
    forward_case(case.id, office.dishub, "Ini urusan parkir", acting_officer=office.officer)
    due = case.answer_due
    case.refresh_from_db()
    assert (case.agency, case.assignee, case.answer_due) == (office.dishub, None, due)
    assert entries()[-1] == "case.forwarded"


def test_a_case_is_not_forwarded_to_where_nobody_may_answer(office):
    case, mandate = office.case(), office.stranger.mandates.get()
    mandate.powers = ["oversee", "draft"]
    mandate.save()
    with pytest.raises(WrongState, match="Dinas Perhubungan"):
        forward_case(case.id, office.dishub, "Ini urusan parkir", acting_officer=office.officer)


def test_a_confidential_case_is_not_forwarded_to_where_nobody_may_read_it(office):
    case, mandate = office.case(audience=Audience.DIRECT), office.stranger.mandates.get()
    mandate.powers = ["answer"]
    mandate.save()
    with pytest.raises(WrongState):
        forward_case(case.id, office.dishub, "Ini urusan parkir", acting_officer=office.officer)
    mandate.powers = ["answer", "confidential"]
    mandate.save()
    forward_case(case.id, office.dishub, "Ini urusan parkir", acting_officer=office.officer)


def test_forwarding_needs_a_reason(office):
    with pytest.raises(EmptyText):
        forward_case(office.case().id, office.dishub, "", acting_officer=office.officer)
