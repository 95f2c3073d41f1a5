"""A citizen says that they want no automatic messages, and may change their mind."""

from __future__ import annotations

import pytest

from tanggap.people.actions import KnownAuthor, choose_language, know_identities, opt_in_citizen, opt_out_citizen
from tanggap.people.models import Citizen

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen() -> Citizen:
    [identity] = know_identities([KnownAuthor("facebook", "ani")]).values()
    return identity.citizen


def test_opting_out_is_news_once(citizen: Citizen) -> None:
    assert opt_out_citizen(citizen)
    since = Citizen.objects.get().opted_out_at
    assert since
    assert not opt_out_citizen(citizen)
    assert Citizen.objects.get().opted_out_at == since


def test_who_opts_in_again_is_written_to_again(citizen: Citizen) -> None:
    opt_out_citizen(citizen)
    assert opt_in_citizen(citizen)
    assert Citizen.objects.get().opted_out_at is None


def test_a_language_is_remembered(citizen: Citizen) -> None:
    choose_language(citizen, "jv")
    assert Citizen.objects.get().language == "jv"
