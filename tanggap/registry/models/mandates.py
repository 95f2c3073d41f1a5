"""Officers, and the mandates under which they act."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tanggap.base.clock import now
from tanggap.base.ids import public_id
from tanggap.registry.models.agencies import Agency


class Power(models.TextChoices):
    """What a mandate can allow."""

    ANSWER = "answer", _("answer reports")
    ASSIGN = "assign", _("hand reports to colleagues or other agencies")
    DISMISS = "dismiss", _("set aside posts that are no reports")
    CLOSE = "close", _("close reports")
    HIDE = "hide", _("hide posts from the public")
    DRAFT = "draft", _("draft publications")
    APPROVE = "approve", _("approve publications")
    CONFIDENTIAL = "confidential", _("read confidential reports")
    GRANT = "grant", _("grant and revoke mandates")
    ACCOUNTS = "accounts", _("manage official accounts")
    ACKNOWLEDGE = "acknowledge", _("acknowledge posts automatically")
    OVERSEE = "oversee", _("oversee every agency")


class OfficerQuerySet(models.QuerySet["Officer"]):
    """Officers who may still act."""

    def active(self) -> OfficerQuerySet:
        return self.filter(is_active=True, user__is_active=True, agency__is_active=True)


class Officer(models.Model):
    """A user's place in an agency. The public sees the position, never the name."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="officer")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="officers")
    position = models.CharField(_("Position"), max_length=150)
    is_head = models.BooleanField(default=False)
    # Alerted in danger; without anybody on duty, the head is.
    on_duty = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    appointed_at = models.DateTimeField(default=now)

    objects = OfficerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.position} ({self.agency})"


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates by whether they count on a day."""

    def valid_on(self, day: date) -> MandateQuerySet:
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
            confirmed_at__isnull=False,
            revoked_at__isnull=True,
            valid_from__lte=day,
        )

    def granted(self) -> MandateQuerySet:
        """Those that took effect, also if they ended since: what the public may see."""
        return self.filter(confirmed_at__isnull=False)


class Mandate(models.Model):
    """The right to act for an agency, given by decree to a position. Days are the office's own, both included."""

    public_id = models.CharField(max_length=26, unique=True, default=public_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="mandates")
    # None: a standing instruction of the head, which the machine carries out.
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="mandates")
    # The position as it was called when the mandate was granted; empty for a standing instruction.
    position = models.CharField(max_length=150, blank=True)
    powers = models.JSONField(default=list)
    decree_number = models.CharField(_("Decree or letter of assignment"), max_length=100)
    valid_from = models.DateField(_("Valid from"))
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    # None: the operator, when the installation was set up.
    granted_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(default=now)
    # Empty while a second person has yet to confirm.
    confirmed_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(_("Why it was revoked"), max_length=300, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["-granted_at", "-id"]

    def __str__(self) -> str:
        return f"{self.decree_number} ({self.position or 'standing instruction'})"

    @property
    def is_standing(self) -> bool:
        """Whether the machine acts under it, not an officer."""
        return self.officer_id is None

    @property
    def power_labels(self) -> list[str]:
        """What it allows, in words."""
        return [str(Power(power).label) for power in self.powers if power in Power.values]

    def is_valid_on(self, day: date) -> bool:
        """Whether it counts on a day of the office."""
        in_force = self.confirmed_at is not None and self.revoked_at is None
        return in_force and self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
