"""What a sender remembers between messages and between starts."""

import pytest

from tanggap.channels.contract import Connection, ConnectorError
from tests.federation.neighbours import OFFICE

pytestmark = pytest.mark.django_db


@pytest.fixture
def servers():
    from tanggap.federation.servers import KnownServers

    return KnownServers


def test_a_scheme_is_remembered_for_the_next_start(servers):
    first = servers()
    first.learn("warga.example", "cavage")
    first.learn("warga.example", "rfc9421")
    assert (first.scheme_of("warga.example"), servers().scheme_of("warga.example")) == ("rfc9421", "rfc9421")
    assert servers().scheme_of("other.example") is None


def test_what_is_known_already_writes_nothing(servers, django_assert_num_queries):
    known = servers()
    known.learn("warga.example", "cavage")
    with django_assert_num_queries(0):
        known.learn("warga.example", "cavage")


def test_the_key_of_an_account_is_its_agency_s(servers, agency, django_assert_num_queries):
    from tanggap.federation.signatures.keys import to_pem

    known, held = servers(), Connection("activitypub", OFFICE, {}, {})
    key_id, key = known.key_of(held)
    assert key_id == f"{OFFICE}#main-key"
    assert to_pem(key.public_key()) == agency.signing_keys.get().public_pem
    with django_assert_num_queries(0):
        known.key_of(held)


def test_an_account_that_is_not_ours_has_no_key(servers, agency):
    with pytest.raises(ConnectorError):
        servers().key_of(Connection("activitypub", "https://kota.example/@lain", {}, {}))


def test_joining_the_fediverse_twice_is_once(agency):
    from tanggap.channels.models import ConnectedAccount
    from tanggap.federation.actions import join_fediverse

    join_fediverse(agency)
    assert (agency.accounts.count(), ConnectedAccount.objects.count()) == (1, 1)
    assert agency.accounts.get().remote_id == OFFICE
