"""Users are made, invited once, and choose their password themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError

from tanggap.base.clock import now
from tanggap.people.actions import accept_invitation, choose_password, create_user, deactivate_user, invite_user
from tanggap.people.errors import InvitationNotValid, UserNameTaken
from tanggap.people.models import Invitation, User
from tanggap.people.queries import invited_user, user_by_name, users_who_forgot

pytestmark = pytest.mark.django_db
PASSWORD = "sembilan-naga-kecil"


def test_a_user_with_a_password_signs_in_whatever_the_capitals_of_the_name() -> None:
    create_user("Rani", "Rani Puspitasari", password=PASSWORD)
    user = user_by_name("rani")
    assert user is not None
    assert user.check_password(PASSWORD)
    assert User.objects.get_by_natural_key("RANI") == user


def test_a_name_that_differs_in_capitals_only_is_taken() -> None:
    create_user("rani", "Rani Puspitasari")
    with pytest.raises(UserNameTaken):
        create_user("RANI", "Rani Lain")


@pytest.mark.parametrize(
    ("name", "email", "password"), [("a b", "", None), ("rani", "no address", None), ("rani", "", "12345")]
)
def test_a_user_that_cannot_be_is_refused(name: str, email: str, password: str | None) -> None:
    with pytest.raises(ValidationError):
        create_user(name, "Rani", email=email, password=password)
    assert not User.objects.exists()


def test_an_invitation_lets_its_user_choose_a_password_once() -> None:
    user = create_user("rani", "Rani Puspitasari")
    token = invite_user(user)
    assert not user.has_usable_password()
    assert invited_user(token) == user
    assert accept_invitation(token, PASSWORD).check_password(PASSWORD)
    with pytest.raises(InvitationNotValid):
        accept_invitation(token, "lain-lagi-lain-lagi")


def test_only_a_digest_of_the_invitation_is_kept() -> None:
    token = invite_user(create_user("rani", "Rani Puspitasari"))
    assert token.encode() not in bytes(Invitation.objects.get().token_hash)


def test_a_new_invitation_ends_the_one_before() -> None:
    user = create_user("rani", "Rani Puspitasari")
    first, second = invite_user(user), invite_user(user)
    assert (invited_user(first), invited_user(second)) == (None, user)


def test_an_invitation_ends_after_seven_days() -> None:
    token = invite_user(create_user("rani", "Rani Puspitasari"))
    with time_machine.travel(now() + timedelta(days=7, seconds=1)), pytest.raises(InvitationNotValid):
        accept_invitation(token, PASSWORD)


def test_a_weak_password_does_not_use_the_invitation_up() -> None:
    token = invite_user(create_user("rani", "Rani Puspitasari"))
    with pytest.raises(ValidationError):
        accept_invitation(token, "12345")
    assert invited_user(token)


def test_who_left_neither_signs_in_nor_is_invited() -> None:
    user = create_user("rani", "Rani Puspitasari", password=PASSWORD)
    token = invite_user(user)
    deactivate_user(user)
    assert ModelBackend().authenticate(None, username="rani", password=PASSWORD) is None
    assert invited_user(token) is None


def test_another_password_ends_the_sessions_of_the_old_one() -> None:
    user = create_user("rani", "Rani Puspitasari", password=PASSWORD)
    before = user.get_session_auth_hash()
    choose_password(user, "dua-belas-kerbau")
    assert User.objects.get().get_session_auth_hash() != before


def test_a_forgotten_password_is_asked_for_by_name_or_address() -> None:
    user = create_user("rani", "Rani Puspitasari", email="rani@kota.example", password=PASSWORD)
    create_user("budi", "Budi Santoso", email="budi@kota.example")
    assert users_who_forgot(" RANI ") == users_who_forgot("rani@KOTA.example") == [user]
    assert users_who_forgot("budi") == users_who_forgot("") == users_who_forgot("siapa") == []
