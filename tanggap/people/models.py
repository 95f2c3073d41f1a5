"""Everyone Tanggap knows: users who sign in, citizens, and a citizen's identities on the networks.

Identities stand in clear only here; `inventory` lists every personal column of the product and what erasure does to it.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from tanggap.base.clock import now

# A remote id is an address on most networks. Longer ones are refused: PostgreSQL indexes at most some 2,700 bytes.
REMOTE_ID_LENGTH = 2048
HANDLE_LENGTH = 200
NAME_LENGTH = 200


class UserManager(BaseUserManager["User"]):
    """Finds users at sign-in. Users are made by `people.actions.create_user`, not here."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do stands in their mandates (`registry`), not in permissions."""

    username = models.CharField(_("User name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    full_name = models.CharField(_("Full name"), max_length=NAME_LENGTH)
    email = models.EmailField(_("E-mail address"), blank=True)
    language = models.CharField(_("Language"), max_length=10, default="id")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name().split(" ")[0]


class Invitation(models.Model):
    """A link by which a new user chooses a password, once and before it expires. Only the token's hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Tries(models.Model):
    """How often something was asked for by one network or for one address, until when; `name` is a keyed digest."""

    name = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    @staticmethod
    def name_of(what: str, whose: str) -> str:
        """Under which name something is counted for somebody."""
        return salted_hmac("tanggap.tries", f"{what}\0{whose}", algorithm="sha256").hexdigest()


class Withdrawal(models.Model):
    """A post or an account that its author took back before we had it, and when; `name` is a keyed digest."""

    name = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    @staticmethod
    def name_of(network: str, author_id: str, post_id: str) -> str:
        """What stands for a post, or without its id for all of its author's."""
        said = f"{network}\0{author_id}\0{post_id}"
        return salted_hmac("tanggap.withdrawals", said, algorithm="sha256").hexdigest()


class SealingKey(models.Model):
    """One person's key, wrapped by the master key. Destroying it erases what it sealed, in old backups too."""

    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=True, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at__isnull=True),
                name="sealing_key_wrapped_or_destroyed",
            ),
        ]


class Citizen(models.Model):
    """A person who wrote to the government, whatever networks they use."""

    key = models.OneToOneField(SealingKey, on_delete=models.PROTECT, related_name="citizen")
    language = models.CharField(max_length=10, blank=True)
    # No automatic message and no link to the source; answers go on.
    opted_out_at = models.DateTimeField(null=True)


class IdentityQuerySet(models.QuerySet["Identity"]):
    """Identities with what nearly every reader needs beside them."""

    def with_citizens(self) -> IdentityQuerySet:
        return self.select_related("citizen__key")


class Identity(models.Model):
    """A citizen's account on one network, as the network last described it."""

    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, related_name="identities")
    network = models.CharField(max_length=40)
    remote_id = models.CharField(max_length=REMOTE_ID_LENGTH)
    host = models.CharField(max_length=255, blank=True)
    handle = models.CharField(max_length=HANDLE_LENGTH, blank=True)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    inbox = models.CharField(max_length=REMOTE_ID_LENGTH, blank=True)
    shared_inbox = models.CharField(max_length=REMOTE_ID_LENGTH, blank=True)
    profile_url = models.CharField(max_length=REMOTE_ID_LENGTH, blank=True)
    is_bot = models.BooleanField(default=False)
    # The network said that the account is no more; nothing is sent to it.
    gone_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)

    objects: Any = IdentityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "remote_id"], name="identity_once_per_network"),
        ]
