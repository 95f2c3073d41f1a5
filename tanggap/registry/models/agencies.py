"""Agencies, the host names that are theirs, the words by which posts find them, and the keys that sign for them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tanggap.base.clock import now
from tanggap.base.ids import public_id


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies that still act."""

    def active(self) -> AgencyQuerySet:
        return self.filter(is_active=True)


class Agency(models.Model):
    """A part of the government that answers for itself."""

    public_id = models.CharField(max_length=26, unique=True, default=public_id)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=150)
    # What people type after the @; the same on every network where it can be had.
    handle = models.CharField(_("Handle"), max_length=60, unique=True)
    description = models.CharField(_("What the agency does"), max_length=500, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    logo = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Takes what was addressed to nobody and matches no agency's words; without one, the oldest agency does.
    is_front_desk = models.BooleanField(_("Front desk"), default=False)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(default=now)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_front_desk"], condition=models.Q(is_front_desk=True), name="agency_one_front_desk"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyDomain(models.Model):
    """A host name of the agency's own (with its port where it has one), under which its actor is found too."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="domains")
    host = models.CharField(max_length=255, unique=True)

    def __str__(self) -> str:
        return self.host


class AgencyKeyword(models.Model):
    """A word or phrase, in lower case, that says a post is this agency's."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="keywords")
    word = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "word"], name="keyword_once_per_agency")]

    def __str__(self) -> str:
        return self.word


class SigningKey(models.Model):
    """An RSA key with which an agency's actor signs; without an agency, the installation's own actor."""

    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="signing_keys")
    # The fragment behind the actor's address: `main-key`.
    key_id = models.CharField(max_length=60, default="main-key")
    public_pem = models.TextField()
    # PKCS #8, DER, sealed under the master key.
    sealed_private = models.BinaryField()
    created_at = models.DateTimeField(default=now)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Coalesce("agency", 0), condition=models.Q(retired_at__isnull=True), name="signing_key_one_in_use"
            ),
        ]
