"""Nobody acts without a mandate that is valid that day; the refusal says in words what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from tanggap.people.actions import deactivate_user
from tanggap.registry.actions import change_agency, grant_mandate
from tanggap.registry.authority import mandates_of, may, require_mandate
from tanggap.registry.errors import NotAllowed
from tanggap.registry.models import Agency, Officer
from tests.registry.conftest import Appoint

pytestmark = pytest.mark.django_db


def test_without_a_mandate_the_refusal_names_act_and_agency_in_the_readers_language(officer: Officer) -> None:
    with pytest.raises(NotAllowed) as refusal:
        require_mandate(officer, officer.agency, "answer")
    assert str(refusal.value) == "Anda tidak punya mandat untuk menjawab laporan atas nama Dinas PU."
    with translation.override("en"), pytest.raises(NotAllowed, match="no mandate to answer reports for Dinas PU"):
        require_mandate(officer, officer.agency, "answer")


def test_a_mandate_for_one_power_allows_no_other(appoint: Appoint, agency: Agency) -> None:
    officer = appoint("rani", "answer")
    assert require_mandate(officer, agency, "answer")
    with pytest.raises(NotAllowed):
        require_mandate(officer, agency, "close")


def test_a_mandate_counts_for_its_agency_only(appoint: Appoint, agency: Agency, other_agency: Agency) -> None:
    officer = appoint("rani", "answer")
    assert not may(officer, other_agency, "answer")
    assert may(officer, agency, "answer")


def test_an_overseer_oversees_every_agency_and_answers_for_none(
    appoint: Appoint, agency: Agency, other_agency: Agency
) -> None:
    overseer = appoint("pengawas", "oversee", agency=other_agency)
    assert require_mandate(overseer, agency, "oversee")
    assert not may(overseer, agency, "confidential")


def test_a_mandate_counts_on_both_of_its_days_by_the_offices_clock(officer: Officer, agency: Agency) -> None:
    days = {"valid_from": date(2026, 3, 2), "valid_until": date(2026, 3, 3)}
    grant_mandate(officer, ["answer"], "SK 2/2026", acting_officer=None, **days)
    first, after = datetime(2026, 3, 1, 17, tzinfo=UTC), datetime(2026, 3, 3, 17, tzinfo=UTC)
    assert mandates_of(officer, first)
    assert mandates_of(officer, after.replace(hour=16))
    with (
        pytest.raises(NotAllowed, match="berlaku mulai Senin, 2 Maret 2026"),
        time_machine.travel(first.replace(hour=16)),
    ):
        require_mandate(officer, agency, "answer")
    with pytest.raises(NotAllowed, match=r"SK 2/2026\) berakhir pada Selasa, 3 Maret 2026"), time_machine.travel(after):
        require_mandate(officer, agency, "answer")


def test_who_left_or_whose_agency_closed_acts_no_more(appoint: Appoint, agency: Agency) -> None:
    officer, colleague = appoint("rani", "answer"), appoint("budi", "answer")
    deactivate_user(officer.user)
    assert not may(officer, agency, "answer")
    assert may(colleague, agency, "answer")
    change_agency(agency, is_active=False, acting_officer=None)
    assert not may(colleague, agency, "answer")


def test_asking_for_a_mandate_is_one_question(
    appoint: Appoint, agency: Agency, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    officer = appoint("rani", "answer")
    with django_assert_num_queries(1):
        assert require_mandate(officer, agency, "answer").agency == agency
