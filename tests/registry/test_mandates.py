"""Mandates: granted under a mandate, never to oneself, by two where there are two, and revoked with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tanggap.base.clock import now
from tanggap.registry.actions import (
    confirm_approval,
    give_standing_instruction,
    grant_mandate,
    refuse_approval,
    relieve_officer,
    revoke_mandate,
)
from tanggap.registry.authority import require_mandate
from tanggap.registry.errors import AlreadyDecided, NotAllowed, NotByOneself, RegistryRefusal
from tanggap.registry.models import Agency, Approval, Mandate, Officer
from tanggap.registry.queries import approvals_for, mandates_in_force, standing_instructions
from tanggap.rules.calendar import office_day
from tests.registry.conftest import Appoint
from tests.registry.entries import newest, types

pytestmark = pytest.mark.django_db


def test_a_head_lets_an_officer_answer(head: Officer, officer: Officer) -> None:
    mandate = grant_mandate(officer, ["answer", "close"], "SK 2/2026", acting_officer=head)
    assert require_mandate(officer, officer.agency, "answer") == mandate
    leaf = newest("mandate.granted")
    assert leaf["mandate"] == head.mandates.get().public_id
    assert leaf["public"] == {
        "powers": ["answer", "close"],
        "standing": False,
        "valid_from": office_day(now()).isoformat(),
        "valid_until": None,
        "by": "officer",
    }


def test_the_record_names_positions_by_id_and_nobody_by_name(head: Officer, officer: Officer) -> None:
    mandate = grant_mandate(officer, ["answer"], "SK 2/2026", acting_officer=head)
    leaf = newest("mandate.granted")
    assert leaf["subject"] == f"mandate:{mandate.public_id}"
    assert not any(word in str(leaf) for word in ("petugas", "Petugas", "Kepala", "SK 2"))


def test_what_the_operator_grants_is_recorded_as_the_operators(officer: Officer) -> None:
    grant_mandate(officer, ["grant"], "SK 1/2026", acting_officer=None)
    assert newest("mandate.granted")["public"]["by"] == "operator"
    assert newest("mandate.granted")["mandate"] is None


def test_nobody_grants_to_themselves(head: Officer) -> None:
    with pytest.raises(NotByOneself):
        grant_mandate(head, ["answer"], "SK 2/2026", acting_officer=head)
    assert head.mandates.count() == 1


def test_nobody_grants_without_the_power_or_for_another_agency(
    head: Officer, officer: Officer, appoint: Appoint, other_agency: Agency
) -> None:
    stranger = appoint("tetangga", agency=other_agency)
    with pytest.raises(NotAllowed):
        grant_mandate(stranger, ["answer"], "SK 2/2026", acting_officer=officer)
    with pytest.raises(NotAllowed):
        grant_mandate(stranger, ["answer"], "SK 2/2026", acting_officer=head)
    with pytest.raises(NotAllowed):
        grant_mandate(officer, ["answer"], "SK 2/2026", agency=other_agency, acting_officer=head)


@pytest.mark.parametrize("powers", [[], ["rule"], ["answer", "rule"], ["acknowledge"]])
def test_a_mandate_has_powers_that_an_officer_can_have(officer: Officer, powers: list[str]) -> None:
    with pytest.raises(RegistryRefusal):
        grant_mandate(officer, powers, "SK 2/2026", acting_officer=None)


def test_a_mandate_needs_a_decree_and_an_end_behind_its_beginning(officer: Officer) -> None:
    with pytest.raises(RegistryRefusal):
        grant_mandate(officer, ["answer"], " ", acting_officer=None)
    with pytest.raises(RegistryRefusal):
        grant_mandate(officer, ["answer"], "SK 2", valid_until=date(2020, 1, 1), acting_officer=None)


@pytest.mark.parametrize("power", ["approve", "grant"])
def test_a_weighty_mandate_waits_for_a_second_person(
    head: Officer, officer: Officer, appoint: Appoint, power: str
) -> None:
    deputy = appoint("wakil", "grant")
    mandate = grant_mandate(officer, [power], "SK 2/2026", acting_officer=head)
    with pytest.raises(NotAllowed, match="menunggu persetujuan"):
        require_mandate(officer, officer.agency, power)
    [approval] = approvals_for(deputy)
    confirm_approval(approval, acting_officer=deputy)
    assert require_mandate(officer, officer.agency, power) == mandate
    assert newest("mandate.granted")["public"]["by"] == "two"
    assert newest("mandate.granted")["mandate"] == head.mandates.get().public_id


def test_where_there_is_no_second_person_one_is_enough(head: Officer, officer: Officer) -> None:
    grant_mandate(officer, ["approve"], "SK 2/2026", acting_officer=head)
    assert not Approval.objects.exists()
    assert newest("mandate.granted")["public"]["by"] == "officer"


def test_an_overseer_of_any_agency_is_a_second_person(
    head: Officer, officer: Officer, appoint: Appoint, other_agency: Agency
) -> None:
    overseer = appoint("pengawas", "oversee", agency=other_agency)
    grant_mandate(officer, ["approve"], "SK 2/2026", acting_officer=head)
    confirm_approval(Approval.objects.get(), acting_officer=overseer)
    assert require_mandate(officer, officer.agency, "approve")


def test_only_an_overseer_makes_an_overseer(head: Officer, officer: Officer, appoint: Appoint) -> None:
    with pytest.raises(NotAllowed) as refused:
        grant_mandate(officer, ["answer", "oversee"], "SK 2/2026", acting_officer=head)
    assert refused.value.power == "oversee"
    assert not officer.mandates.exists()
    overseer = appoint("pengawas", "grant", "oversee")
    assert grant_mandate(officer, ["oversee"], "SK 3/2026", acting_officer=overseer).granted_by == overseer


def test_neither_the_requester_nor_the_beneficiary_confirms(head: Officer, appoint: Appoint) -> None:
    deputy = appoint("wakil", "grant")
    chosen = appoint("terpilih", "grant")
    grant_mandate(chosen, ["approve"], "SK 2/2026", acting_officer=head)
    for one in (head, chosen):
        with pytest.raises(NotByOneself):
            confirm_approval(Approval.objects.get(), acting_officer=one)
        assert approvals_for(one) == []
    assert len(approvals_for(deputy)) == 1


def test_who_has_no_power_confirms_nothing(head: Officer, officer: Officer, appoint: Appoint) -> None:
    appoint("wakil", "grant")
    clerk = appoint("juru-tulis", "answer")
    grant_mandate(officer, ["approve"], "SK 2/2026", acting_officer=head)
    with pytest.raises(NotAllowed):
        confirm_approval(Approval.objects.get(), acting_officer=clerk)


def test_a_refused_mandate_never_was_one(head: Officer, officer: Officer, appoint: Appoint) -> None:
    deputy = appoint("wakil", "grant")
    before = types()
    mandate = grant_mandate(officer, ["approve"], "SK 2/2026", acting_officer=head)
    refuse_approval(Approval.objects.get(), "Belum dilatih", acting_officer=deputy)
    assert types() == before
    assert mandate not in Mandate.objects.granted()
    with pytest.raises(AlreadyDecided):
        confirm_approval(Approval.objects.get(), acting_officer=deputy)


def test_a_refusal_needs_a_reason(head: Officer, officer: Officer, appoint: Appoint) -> None:
    deputy = appoint("wakil", "grant")
    grant_mandate(officer, ["approve"], "SK 2/2026", acting_officer=head)
    with pytest.raises(RegistryRefusal):
        refuse_approval(Approval.objects.get(), " ", acting_officer=deputy)


def test_a_revoked_mandate_ends_at_once_and_its_end_is_in_the_record(head: Officer, officer: Officer) -> None:
    mandate = grant_mandate(officer, ["answer"], "SK 2/2026", acting_officer=head)
    revoke_mandate(mandate, "Pindah tugas", acting_officer=head)
    with pytest.raises(NotAllowed, match="dicabut"):
        require_mandate(officer, officer.agency, "answer")
    assert newest("mandate.revoked")["subject"] == f"mandate:{mandate.public_id}"
    assert mandate.revoked_by == head
    with pytest.raises(RegistryRefusal):
        revoke_mandate(mandate, "Lagi", acting_officer=head)


def test_a_revocation_needs_a_reason_and_the_power(head: Officer, officer: Officer) -> None:
    mandate = grant_mandate(officer, ["answer"], "SK 2/2026", acting_officer=head)
    with pytest.raises(RegistryRefusal):
        revoke_mandate(mandate, "", acting_officer=head)
    with pytest.raises(NotAllowed):
        revoke_mandate(mandate, "Tidak suka", acting_officer=officer)


def test_a_mandate_that_waits_can_be_taken_back_without_a_trace_in_the_record(
    head: Officer, officer: Officer, appoint: Appoint
) -> None:
    deputy = appoint("wakil", "grant")
    mandate = grant_mandate(officer, ["approve"], "SK 2/2026", acting_officer=head)
    revoke_mandate(mandate, "Keliru", acting_officer=head)
    assert "mandate.revoked" not in types()
    with pytest.raises(AlreadyDecided):
        confirm_approval(Approval.objects.get(), acting_officer=deputy)


def test_the_head_lets_the_machine_acknowledge(head: Officer, agency: Agency, other_agency: Agency) -> None:
    instruction = give_standing_instruction(agency, "Perintah tetap 1/2026", acting_officer=head)
    assert standing_instructions([agency.id, other_agency.id]) == {agency.id: instruction}
    assert newest("mandate.granted")["public"]["standing"]
    assert instruction.is_standing


def test_only_the_head_gives_a_standing_instruction(head: Officer, appoint: Appoint, agency: Agency) -> None:
    deputy = appoint("wakil", "grant")
    with pytest.raises(RegistryRefusal):
        give_standing_instruction(agency, "Perintah tetap 1/2026", acting_officer=deputy)


def test_a_standing_instruction_ends_with_its_day(agency: Agency) -> None:
    today = office_day(now())
    give_standing_instruction(
        agency,
        "Perintah tetap 1/2026",
        valid_from=today - timedelta(days=9),
        valid_until=today - timedelta(days=1),
        acting_officer=None,
    )
    assert standing_instructions([agency.id]) == {}


def test_who_leaves_loses_every_mandate(head: Officer, officer: Officer) -> None:
    grant_mandate(officer, ["answer"], "SK 2/2026", acting_officer=head)
    grant_mandate(officer, ["hide"], "SK 3/2026", acting_officer=head)
    relieve_officer(officer, "Pensiun", acting_officer=head)
    assert types().count("mandate.revoked") == 2
    assert [mandate.officer for mandate in mandates_in_force(officer.agency)] == [head]
