"""Tokens of the interface: signed, short-lived, and void once the password changes. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import HttpRequest

from tanggap.people.models import User
from tanggap.registry.models import Officer

SALT = "tanggap.api"
LIFETIME_SECONDS = 12 * 3600


def issue_token(user: User) -> str:
    """A token for a user who has just shown their password."""
    return signing.dumps({"user": user.pk, "since": user.get_session_auth_hash()[:16]}, salt=SALT)


def user_of_token(token: str) -> User | None:
    """The active user whose token this is, or None."""
    try:
        held: dict[str, Any] = signing.loads(token, salt=SALT, max_age=LIFETIME_SECONDS)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash()[:16] != held.get("since"):
        return None
    return user


def officer_of(request: HttpRequest, token: str) -> Officer | None:
    """The officer behind a bearer token; kept on the request for the endpoint."""
    user = user_of_token(token)
    if user is None:
        return None
    officer = Officer.objects.active().select_related("agency", "user").filter(user=user).first()
    request.officer = officer  # type: ignore[attr-defined]
    return officer
