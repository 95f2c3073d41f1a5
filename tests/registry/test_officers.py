"""Officers have one place, with a position; who is on duty is alerted, else the head."""

from __future__ import annotations

import pytest

from tanggap.people.actions import create_user
from tanggap.registry.actions import appoint_officer, relieve_officer, set_duty
from tanggap.registry.errors import NotAllowed, RegistryRefusal
from tanggap.registry.models import Agency, Officer
from tanggap.registry.queries import officers_on_duty
from tests.registry.conftest import Appoint
from tests.registry.entries import types

pytestmark = pytest.mark.django_db


def test_an_officer_is_no_fact_of_the_record(officer: Officer) -> None:
    assert types() == ["agency.opened"]


def test_a_user_has_one_place(officer: Officer, other_agency: Agency) -> None:
    with pytest.raises(RegistryRefusal, match="petugas"):
        appoint_officer(officer.user, other_agency, "Sopir", acting_officer=None)


def test_an_officer_needs_a_position(agency: Agency) -> None:
    with pytest.raises(RegistryRefusal):
        appoint_officer(create_user("rani", "Rani"), agency, " ", acting_officer=None)


def test_appointing_takes_the_power_to_grant(head: Officer, officer: Officer, agency: Agency) -> None:
    user = create_user("rani", "Rani")
    with pytest.raises(NotAllowed):
        appoint_officer(user, agency, "Kepala Seksi", acting_officer=officer)
    assert appoint_officer(user, agency, "Kepala Seksi", acting_officer=head).agency == agency


def test_whoever_is_on_duty_is_alerted_and_without_them_the_head(head: Officer, officer: Officer) -> None:
    assert officers_on_duty(head.agency) == [head]
    set_duty(officer, True, acting_officer=officer)
    assert officers_on_duty(head.agency) == [officer]
    relieve_officer(officer, "Cuti", acting_officer=head)
    assert officers_on_duty(head.agency) == [head]


def test_nobody_puts_others_on_duty_without_the_power(appoint: Appoint, officer: Officer, head: Officer) -> None:
    with pytest.raises(NotAllowed):
        set_duty(officer, True, acting_officer=appoint("rani"))
    set_duty(officer, True, acting_officer=head)
    assert officers_on_duty(head.agency) == [officer]
