"""Authors become citizens: in bulk, once each, also when two workers meet them at the same moment."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tanggap.people.actions import KnownAuthor, know_authors, know_identities, mark_identity_gone, move_identity
from tanggap.people.actions import identities as module
from tanggap.people.errors import NotAnAuthor
from tanggap.people.models import REMOTE_ID_LENGTH, Citizen, Identity, SealingKey

pytestmark = pytest.mark.django_db


def author(who: str, **more: Any) -> KnownAuthor:
    """Somebody on a made-up server."""
    return KnownAuthor("activitypub", f"https://kampung.example/users/{who}", handle=f"{who}@kampung.example", **more)


def test_a_new_author_becomes_a_citizen_with_a_key() -> None:
    known = know_identities([author("ani", language="su")])
    identity = known[("activitypub", "https://kampung.example/users/ani")]
    assert identity.citizen.language == "su"
    assert identity.host == "kampung.example"
    assert identity.citizen.key.wrapped


def test_what_is_returned_is_what_is_stored() -> None:
    [made] = know_identities([author("ani", name="Ani", inbox="https://kampung.example/ani/inbox")]).values()
    stored = Identity.objects.get()
    fields = [field.attname for field in Identity._meta.concrete_fields]
    assert [getattr(made, name) for name in fields] == [getattr(stored, name) for name in fields]


def test_the_same_author_twice_in_a_batch_and_again_later_is_one() -> None:
    know_identities([author("ani"), author("ani")])
    know_identities([author("ani")])
    assert (Identity.objects.count(), Citizen.objects.count(), SealingKey.objects.count()) == (1, 1, 1)


def test_a_batch_of_new_authors_takes_six_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(6 + savepoints()):
        assert len(know_authors([author(f"warga{n}") for n in range(100)])) == 100


def test_a_batch_of_known_authors_takes_one_statement(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    batch = [author(f"warga{n}") for n in range(100)]
    know_identities(batch)
    with django_assert_max_num_queries(1 + savepoints()):
        assert all(person.wrapped for person in know_authors(batch).values())


def test_a_network_that_tells_something_new_is_believed_and_silence_changes_nothing() -> None:
    know_identities([author("ani", name="Ani", inbox="https://kampung.example/old")])
    know_identities([author("ani", inbox="https://kampung.example/new")])
    identity = Identity.objects.get()
    assert (identity.name, identity.inbox) == ("Ani", "https://kampung.example/new")


def test_the_same_id_on_two_networks_is_two_people() -> None:
    known = know_identities([KnownAuthor("facebook", "17"), KnownAuthor("x", "17")])
    assert known[("facebook", "17")].citizen_id != known[("x", "17")].citizen_id


def test_an_author_whom_another_worker_made_meanwhile_keeps_that_citizen(monkeypatch: pytest.MonkeyPatch) -> None:
    [first] = know_identities([author("ani")]).values()
    find, blind = module._find, [True]
    monkeypatch.setattr(module, "_find", lambda keys: {} if blind and blind.pop() else find(keys))
    known = know_identities([author("ani"), author("budi")])
    assert known[author("ani").key].citizen_id == first.citizen_id
    assert Citizen.objects.count() == SealingKey.objects.count() == 2


@pytest.mark.parametrize("remote_id", ["", "x" * (REMOTE_ID_LENGTH + 1), "é" * REMOTE_ID_LENGTH, "a\0b", "a\ud800b"])
def test_an_id_that_cannot_be_kept_is_no_author(remote_id: str) -> None:
    with pytest.raises(NotAnAuthor):
        KnownAuthor("activitypub", remote_id)


def test_a_name_is_cut_and_an_address_too_long_is_left_out() -> None:
    odd = author("ani", name="n" * 5000 + "\0", inbox="https://kampung.example/" + "i" * 5000)
    [identity] = know_identities([odd]).values()
    assert (len(identity.name), identity.inbox) == (200, "")


@pytest.mark.parametrize("name", ["Ani \ud83d", "Ani\0"])
def test_a_name_that_no_database_can_keep_is_mended(name: str) -> None:
    know_identities([author("ani", name=name)])
    assert Identity.objects.get().name.startswith("Ani")


def test_an_account_that_is_gone_is_marked_once() -> None:
    know_identities([author("ani")])
    assert mark_identity_gone(*author("ani").key)
    assert not mark_identity_gone(*author("ani").key)
    assert not mark_identity_gone(*author("nobody").key)


def test_who_moves_stays_the_same_citizen() -> None:
    [old] = know_identities([author("ani")]).values()
    moved = move_identity(*author("ani").key, author("ani2"))
    assert moved is not None
    assert moved.citizen_id == old.citizen_id
    assert Identity.objects.get(id=old.id).gone_at


def test_who_moves_back_is_there_again() -> None:
    know_identities([author("ani")])
    move_identity(*author("ani").key, author("ani2"))
    move_identity(*author("ani2").key, author("ani"))
    assert Identity.objects.get(handle="ani@kampung.example").gone_at is None
    assert Identity.objects.get(handle="ani2@kampung.example").gone_at


def test_moving_to_somebody_elses_account_takes_nothing_over() -> None:
    know_identities([author("ani"), author("budi")])
    moved = move_identity(*author("ani").key, author("budi"))
    assert moved is not None
    assert moved.citizen_id == Identity.objects.get(handle="budi@kampung.example").citizen_id
    assert moved.citizen_id != Identity.objects.get(handle="ani@kampung.example").citizen_id


def test_nobody_moves_whom_we_do_not_know() -> None:
    assert move_identity(*author("ani").key, author("ani2")) is None


def savepoints() -> int:
    """Statements that a test's own transaction adds: the action's savepoint, opened and released."""
    return 2 if connection.in_atomic_block else 0
