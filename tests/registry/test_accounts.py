"""Official accounts: drafted, published by two where there are two, retired for ever; the signed register says so."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tanggap.base.crypto import canonical
from tanggap.proof.notes import read_vkey
from tanggap.records.actions import open_log
from tanggap.records.models import Entry
from tanggap.records.steps import sequence
from tanggap.registry.actions import (
    confirm_approval,
    draft_account,
    open_form_account,
    open_own_account,
    publish_account,
    refuse_approval,
    retire_account,
)
from tanggap.registry.errors import NotAllowed, RegistryRefusal
from tanggap.registry.models import Agency, Approval, Officer, OfficialAccount
from tanggap.registry.queries import account_verdict
from tanggap.registry.snapshots import signed_register
from tests.registry.conftest import Appoint
from tests.registry.entries import newest, types

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted(agency: Agency) -> OfficialAccount:
    """Dinas PU's Page, not yet official."""
    return draft_account(agency, "facebook", "Dinas PU Teladan", remote_id="4711", acting_officer=None)


def test_a_drafted_account_is_nobodys_business(drafted: OfficialAccount) -> None:
    assert types() == ["agency.opened"]
    assert not OfficialAccount.objects.public().exists()


def test_an_account_is_published_under_a_mandate(drafted: OfficialAccount, head: Officer) -> None:
    assert publish_account(drafted, acting_officer=head) is None
    assert drafted.state == "published"
    leaf = newest("account.published")
    assert (leaf["public"]["network"], leaf["public"]["by"]) == ("facebook", "officer")
    assert leaf["mandate"] == head.mandates.get().public_id
    assert "Teladan" not in str(leaf)


def test_without_the_power_nothing_is_drafted_published_or_retired(drafted: OfficialAccount, officer: Officer) -> None:
    with pytest.raises(NotAllowed):
        draft_account(officer.agency, "x", "dinaspu", acting_officer=officer)
    with pytest.raises(NotAllowed):
        publish_account(drafted, acting_officer=officer)
    publish_account(drafted, acting_officer=None)
    with pytest.raises(NotAllowed):
        retire_account(drafted, "Bosan", acting_officer=officer)


def test_where_there_is_a_second_person_publishing_waits_for_them(
    drafted: OfficialAccount, head: Officer, appoint: Appoint
) -> None:
    deputy = appoint("wakil", "grant")
    approval = publish_account(drafted, acting_officer=head)
    assert approval == publish_account(drafted, acting_officer=head)
    assert approval is not None
    assert "account.published" not in types()
    confirm_approval(approval, acting_officer=deputy)
    drafted.refresh_from_db()
    assert drafted.state == "published"
    assert newest("account.published")["public"]["by"] == "two"


def test_a_refused_account_stays_a_draft_and_can_be_asked_for_again(
    drafted: OfficialAccount, head: Officer, appoint: Appoint
) -> None:
    deputy = appoint("wakil", "grant")
    publish_account(drafted, acting_officer=head)
    refuse_approval(Approval.objects.get(), "Namanya belum seragam", acting_officer=deputy)
    assert publish_account(drafted, acting_officer=head) is not None
    assert Approval.objects.waiting().count() == 1


def test_one_account_of_a_network_belongs_to_one_agency(drafted: OfficialAccount, other_agency: Agency) -> None:
    with pytest.raises(RegistryRefusal):
        draft_account(other_agency, "facebook", "Palsu", remote_id="4711", acting_officer=None)


def test_a_retired_account_is_never_official_again_and_names_its_successor(
    drafted: OfficialAccount, agency: Agency
) -> None:
    publish_account(drafted, acting_officer=None)
    heir = draft_account(agency, "facebook", "Dinas PU", remote_id="4712", acting_officer=None)
    retire_account(drafted, "Ganti nama", successor=heir, acting_officer=None)
    assert (drafted.state, drafted.successor) == ("retired", heir)
    assert types()[-1] == "account.retired"
    with pytest.raises(RegistryRefusal):
        publish_account(drafted, acting_officer=None)
    with pytest.raises(RegistryRefusal):
        retire_account(drafted, "Lagi", acting_officer=None)


def test_an_agencys_own_account_is_opened_once(agency: Agency) -> None:
    account = open_own_account(agency)
    assert open_own_account(agency) == account
    assert account.remote_id == "http://localhost:8000/@dinas-pu"
    assert account.handle == "dinas-pu@localhost:8000"
    assert types() == ["agency.opened", "account.published"]


def test_our_own_form_is_an_account_of_each_agency_and_its_address_is_official(
    agency: Agency, other_agency: Agency
) -> None:
    account = open_form_account(agency)
    assert open_form_account(agency) == account
    other = open_form_account(other_agency)
    assert account_verdict("http://localhost:8000/report/?agency=dinas-pu").account == account
    assert account_verdict(other.url).account == other


def test_the_register_is_signed_by_the_log_and_its_digest_is_in_the_record(agency: Agency) -> None:
    open_log("kota.example/log")
    open_own_account(agency)
    assert signed_register() is None
    sequence(100)
    register = signed_register()
    assert register is not None
    text, vkey = canonical(register["snapshot"]), read_vkey(register["key"])
    Ed25519PublicKey.from_public_bytes(vkey.public).verify(base64.b64decode(register["signature"]), text)
    entry = Entry.objects.get(index=register["entry"])
    assert entry.type == "account.published"
    assert entry.facts["public"]["register"] == "sha256:" + hashlib.sha256(text).hexdigest()
    [listed] = register["snapshot"]["agencies"]
    assert [account["handle"] for account in listed["accounts"]] == ["dinas-pu@localhost:8000"]


def test_a_draft_is_in_no_register(agency: Agency, drafted: OfficialAccount) -> None:
    open_log("kota.example/log")
    open_own_account(agency)
    sequence(100)
    register = signed_register()
    assert register is not None
    assert "Dinas PU Teladan" not in str(register)
