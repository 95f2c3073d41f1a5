"""What the operator adds to a rule pack: days that the calendar of the country does not know."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tanggap.base.clock import now


class CalendarDay(models.Model):
    """A day that is free (a regional holiday) or worked (a holiday that was moved), whatever the calendar says."""

    day = models.DateField(_("Day"), unique=True)
    is_working = models.BooleanField(_("Working day"))
    name = models.CharField(_("Name"), max_length=100)
    # The decree or announcement that says so.
    source = models.CharField(_("Source"), max_length=200, blank=True)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
