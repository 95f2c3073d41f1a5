"""What is sealed for a citizen opens for that citizen alone, and not at all once their key is gone."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from tanggap.base.crypto import BadSeal, digest_of
from tanggap.people.actions import KnownAuthor, know_identities
from tanggap.people.errors import KeyDestroyed
from tanggap.people.models import Citizen, SealingKey
from tanggap.people.sealing import open_payload, seal_payloads

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizens() -> list[Citizen]:
    known = know_identities([KnownAuthor("facebook", name) for name in ("ani", "budi")])
    return [identity.citizen for identity in known.values()]


def test_a_sealed_payload_opens_again_and_fits_its_digest(citizens: list[Citizen]) -> None:
    [sealed] = seal_payloads([(citizens[0], {"text": "Jalan rusak"})])
    salt, payload = open_payload(citizens[0], sealed.sealed)
    assert payload == {"text": "Jalan rusak"}
    assert sealed.digest == digest_of(salt, payload)
    assert sealed.key_id == citizens[0].key_id


def test_the_same_words_never_have_the_same_digest(citizens: list[Citizen]) -> None:
    one, other = seal_payloads([(citizens[0], {"text": "ya"}), (citizens[0], {"text": "ya"})])
    assert one.digest != other.digest


def test_another_citizens_key_opens_nothing(citizens: list[Citizen]) -> None:
    [sealed] = seal_payloads([(citizens[0], {"text": "rahasia"})])
    with pytest.raises(BadSeal):
        open_payload(citizens[1], sealed.sealed)


def test_a_destroyed_key_neither_seals_nor_opens(citizens: list[Citizen]) -> None:
    [sealed] = seal_payloads([(citizens[0], {"text": "rahasia"})])
    SealingKey.objects.filter(id=citizens[0].key_id).update(wrapped=None, destroyed_at=timezone.now())
    erased = Citizen.objects.get(id=citizens[0].id)
    with pytest.raises(KeyDestroyed):
        seal_payloads([(citizens[1], {"text": "a"}), (erased, {"text": "b"})])
    with pytest.raises(KeyDestroyed):
        open_payload(erased, sealed.sealed)


def test_sealing_many_for_citizens_without_their_keys_at_hand_asks_once(
    django_assert_num_queries: DjangoAssertNumQueries, citizens: list[Citizen]
) -> None:
    plain = list(Citizen.objects.filter(id__in=[citizen.id for citizen in citizens]))
    with django_assert_num_queries(1):
        assert len(seal_payloads([(citizen, {"n": 1}) for citizen in plain * 5])) == 10
