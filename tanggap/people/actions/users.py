"""Users who sign in: made by whoever may, invited by a link that works once, and never deleted."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.ids import hash_secret, secret
from tanggap.people.errors import InvitationNotValid, UserNameTaken
from tanggap.people.models import Invitation, User

INVITATION_LASTS = timedelta(days=7)


def create_user(
    username: str, full_name: str, *, email: str = "", language: str = "id", password: str | None = None
) -> User:
    """Make a user; without a password they need an invitation. Raises UserNameTaken, ValidationError."""
    user = User(
        username=User.normalize_username(username.strip()),
        full_name=full_name.strip() or username,
        email=User.objects.normalize_email(email.strip()),
        language=language,
    )
    if User.objects.filter(username__iexact=user.username).exists():
        raise UserNameTaken(user.username)
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.clean_fields(exclude=["password"])
    try:
        with writing():
            user.save()
    except IntegrityError as error:
        raise UserNameTaken(user.username) from error
    return user


def set_email(user: User, email: str) -> None:
    """Give a user another address for alerts and a forgotten password. Raises ValidationError."""
    user.email = User.objects.normalize_email(email.strip())
    user.clean_fields(exclude=["password"])
    with writing():
        user.save(update_fields=["email"])


def invite_user(user: User) -> str:
    """The secret of a new invitation, for a link; it lasts seven days, and earlier ones end."""
    token, at = secret(), now()
    with writing():
        Invitation.objects.filter(user=user, used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
        Invitation.objects.create(
            user=user, token_hash=hash_secret(token), created_at=at, expires_at=at + INVITATION_LASTS
        )
    return token


def accept_invitation(token: str, password: str) -> User:
    """Use an invitation to choose the first password. Raises InvitationNotValid, ValidationError."""
    at = now()
    with writing():
        invitations = Invitation.objects.select_related("user").select_for_update(of=("self",))
        invitation = invitations.filter(token_hash=hash_secret(token)).first()
        if invitation is None or invitation.used_at or invitation.expires_at <= at or not invitation.user.is_active:
            raise InvitationNotValid()
        validate_password(password, invitation.user)
        Invitation.objects.filter(id=invitation.id).update(used_at=at)
        choose_password(invitation.user, password)
    return invitation.user


def choose_password(user: User, password: str) -> None:
    """Give a user another password; their other sessions end. Raises ValidationError."""
    validate_password(password, user)
    user.set_password(password)
    with writing():
        user.save(update_fields=["password"])


def deactivate_user(user: User) -> None:
    """A user signs in no more. What they did stays theirs."""
    with writing():
        User.objects.filter(id=user.id).update(is_active=False)
