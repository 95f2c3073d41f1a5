"""Agencies are opened with a key, found by handle and host, and described in the register."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_public_key
from pytest_django import Settings

from tanggap.base.masterkey import unwrap
from tanggap.registry.actions import (
    add_domain,
    change_agency,
    choose_front_desk,
    ensure_instance_key,
    open_agency,
    remove_domain,
    set_keywords,
)
from tanggap.registry.errors import NotAllowed, RegistryRefusal
from tanggap.registry.models import Agency, Officer, SigningKey
from tanggap.registry.queries import agency_by_handle, front_desk, keywords_by_agency, public_register, signing_key
from tests.registry.conftest import Appoint
from tests.registry.entries import newest, types

pytestmark = pytest.mark.django_db


def test_an_agency_is_opened_with_a_key_that_signs_for_it(agency: Agency) -> None:
    key = signing_key(agency)
    assert key is not None
    private = load_der_private_key(unwrap(bytes(key.sealed_private)), None)
    assert private.public_key() == load_pem_public_key(key.public_pem.encode())
    assert private.key_size == 2048  # type: ignore[union-attr]


def test_opening_an_agency_is_in_the_record_without_its_name(agency: Agency) -> None:
    leaf = newest("agency.opened")
    assert leaf["subject"] == f"agency:{agency.public_id}"
    assert leaf["mandate"] is None
    assert "Dinas" not in str(leaf)


@pytest.mark.parametrize("slug", ["", "Dinas PU", "-dinas", "instance.actor", "dinas_", "é", "a" * 61])
def test_a_slug_that_no_network_can_write_is_refused(slug: str) -> None:
    with pytest.raises(RegistryRefusal):
        open_agency(slug, "Dinas")


def test_two_agencies_cannot_have_one_handle(agency: Agency) -> None:
    with pytest.raises(RegistryRefusal, match="dinas-pu"):
        open_agency("pu", "Dinas Lain", handle="@dinas-pu")
    assert Agency.objects.count() == SigningKey.objects.count() == 1


def test_an_agency_is_found_on_our_host_and_on_its_own(agency: Agency, settings: Settings) -> None:
    add_domain(agency, "PU.teladan.example", acting_officer=None)
    assert agency_by_handle(settings.PUBLIC_HOST, "@Dinas-PU") == agency
    assert agency_by_handle("pu.teladan.example", "dinas-pu") == agency
    assert agency_by_handle("elsewhere.example", "dinas-pu") is None
    assert agency_by_handle(settings.PUBLIC_HOST, "dishub") is None


def test_an_agency_that_no_longer_acts_is_not_found(agency: Agency, settings: Settings) -> None:
    change_agency(agency, is_active=False, acting_officer=None)
    assert agency_by_handle(settings.PUBLIC_HOST, "dinas-pu") is None
    assert public_register() == []
    assert keywords_by_agency() == {}


def test_a_host_belongs_to_one_agency(agency: Agency, other_agency: Agency) -> None:
    add_domain(agency, "pu.teladan.example", acting_officer=None)
    with pytest.raises(RegistryRefusal, match="sudah milik"):
        add_domain(other_agency, "pu.teladan.example", acting_officer=None)


@pytest.mark.parametrize("host", ["", "http://x.example", "a b", "x.example/path", "x.example:port"])
def test_what_is_no_host_name_is_refused(agency: Agency, host: str) -> None:
    with pytest.raises(RegistryRefusal):
        add_domain(agency, host, acting_officer=None)


def test_a_domain_is_taken_away_once(agency: Agency) -> None:
    add_domain(agency, "pu.teladan.example", acting_officer=None)
    assert remove_domain(agency, "pu.teladan.example", acting_officer=None)
    assert not remove_domain(agency, "pu.teladan.example", acting_officer=None)
    assert types() == ["agency.opened", "agency.changed", "agency.changed"]


def test_keywords_are_replaced_in_lower_case_and_are_no_fact_of_the_record(agency: Agency, appoint: Appoint) -> None:
    appoint("petugas", "answer")
    before = types()
    set_keywords(agency, ["Lampu  Jalan", "got", "GOT", " "], acting_officer=None)
    assert keywords_by_agency() == {agency.id: ["got", "lampu jalan"]}
    assert types() == before


def test_words_lead_to_no_agency_where_nobody_may_answer(agency: Agency, appoint: Appoint) -> None:
    assert keywords_by_agency() == {}
    appoint("pengawas", "oversee", "confidential")
    assert keywords_by_agency() == {}
    appoint("petugas", "answer")
    assert list(keywords_by_agency()) == [agency.id]


def test_an_officer_changes_the_register_with_the_power_for_accounts(agency: Agency, head: Officer) -> None:
    change_agency(agency, description="Jalan dan jembatan", acting_officer=head)
    assert agency.description == "Jalan dan jembatan"
    assert newest("agency.changed")["mandate"] == head.mandates.get().public_id


def test_an_officer_of_another_agency_changes_nothing(other_agency: Agency, head: Officer) -> None:
    with pytest.raises(NotAllowed):
        change_agency(other_agency, name="Dinas PU Palsu", acting_officer=head)
    with pytest.raises(NotAllowed):
        set_keywords(other_agency, ["jalan"], acting_officer=head)
    other_agency.refresh_from_db()
    assert other_agency.name == "Dinas Perhubungan"


def test_the_oldest_agency_is_the_front_desk_until_one_is_chosen(agency: Agency, other_agency: Agency) -> None:
    assert front_desk() == agency
    choose_front_desk(other_agency)
    assert front_desk() == other_agency
    choose_front_desk(agency)
    assert front_desk() == agency


def test_the_installations_own_key_is_made_once(db: None) -> None:
    assert ensure_instance_key() == ensure_instance_key() == signing_key(None)


def test_the_register_shows_agencies_with_their_accounts(agency: Agency, appoint: Appoint) -> None:
    [shown] = public_register()
    assert shown == agency
    assert list(shown.accounts.all()) == []
