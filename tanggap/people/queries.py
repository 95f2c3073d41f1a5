"""Questions about users, about what was tried too often, and about what was taken back early."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from tanggap.base.clock import now
from tanggap.base.ids import hash_secret
from tanggap.people.models import Identity, Invitation, Tries, User, Withdrawal


def user_by_name(username: str) -> User | None:
    """The user with this name, whatever its capitals."""
    return User.objects.filter(username__iexact=username.strip()).first()


def invited_user(token: str) -> User | None:
    """Whom an invitation's secret invites, while it is valid."""
    open_ones = Invitation.objects.select_related("user").filter(used_at__isnull=True, expires_at__gt=now())
    invitation = open_ones.filter(token_hash=hash_secret(token), user__is_active=True).first()
    return invitation.user if invitation else None


def users_who_forgot(name_or_address: str) -> list[User]:
    """Active users to whom a reset link may be sent, by user name or e-mail address."""
    asked = name_or_address.strip()
    if not asked:
        return []
    named = Q(username__iexact=asked) | Q(email__iexact=asked)
    return [user for user in User.objects.filter(named, is_active=True) if user.email and user.has_usable_password()]


def full_until(what: str, whose: str, most: int) -> datetime | None:
    """Until when there were `most` tries or more of `what` by `whose`; None where there may be another."""
    full = Tries.objects.filter(name=Tries.name_of(what, whose), until__gt=now(), count__gte=most)
    return full.values_list("until", flat=True).first()


def present_identity(identity: Identity) -> Identity:
    """Where a citizen is now on that network: this account, or after it is gone the newest that is not.

    The account itself where there is no other.
    """
    if identity.gone_at is None:
        return identity
    asked = (identity.citizen_id, identity.network)
    return present_identities([asked]).get(asked, identity)


def present_identities(asked: Collection[tuple[int, str]]) -> dict[tuple[int, str], Identity]:
    """For each citizen and network the newest account that is not gone; none where all are."""
    if not asked:
        return {}
    citizens, networks = {citizen for citizen, _ in asked}, {network for _, network in asked}
    here = Identity.objects.filter(citizen__in=citizens, network__in=networks, gone_at__isnull=True)
    return {(one.citizen_id, one.network): one for one in here.order_by("id")}


def withdrawn_at(network: str, asked: Collection[tuple[str, str]]) -> dict[tuple[str, str], datetime]:
    """Which of these (author's id, post's id or nothing) were taken back before we had them, and when."""
    names = {Withdrawal.name_of(network, author, post): (author, post) for author, post in asked}
    found = Withdrawal.objects.filter(name__in=names).values_list("name", "at")
    return {names[name]: at for name, at in found}
