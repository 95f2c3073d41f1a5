"""Approvals by two: acts of this room that wait for a second person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tanggap.base.clock import now
from tanggap.base.ids import public_id
from tanggap.registry.models.accounts import OfficialAccount
from tanggap.registry.models.agencies import Agency
from tanggap.registry.models.mandates import Mandate, Officer


class Decision(models.TextChoices):
    """What the second person said."""

    CONFIRMED = "confirmed", _("Agreed")
    REFUSED = "refused", _("Refused")


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Approvals that nobody decided yet."""

    def waiting(self) -> ApprovalQuerySet:
        return self.filter(decided_at__isnull=True)


class Approval(models.Model):
    """A mandate or an account that takes effect once somebody other than the requester confirms it."""

    public_id = models.CharField(max_length=26, unique=True, default=public_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="approvals")
    mandate = models.OneToOneField(Mandate, null=True, on_delete=models.PROTECT, related_name="approval")
    account = models.ForeignKey(OfficialAccount, null=True, on_delete=models.PROTECT, related_name="approvals")
    requested_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    # The mandate under which it was asked for, which the record names once the act takes effect.
    requested_under = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=now)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mandate__isnull=False, account__isnull=True)
                | Q(mandate__isnull=True, account__isnull=False),
                name="approval_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(decided_at__isnull=True), name="approval_once_waiting_per_account"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("requested_by")),
                name="approval_by_two_people",
            ),
        ]
