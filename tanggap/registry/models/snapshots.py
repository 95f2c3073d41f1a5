"""Snapshots of the register, each bound to its place in the record."""

from __future__ import annotations

from django.db import models


class SnapshotQuerySet(models.QuerySet["RegistrySnapshot"]):
    """Snapshots by how far their entry is."""

    def in_the_record(self) -> SnapshotQuerySet:
        return self.filter(entry__index__isnull=False).select_related("entry").order_by("-entry__index")


class RegistrySnapshot(models.Model):
    """The register as it stood after an act that changed it. The act's entry holds its digest."""

    entry = models.OneToOneField("records.Entry", primary_key=True, on_delete=models.PROTECT, related_name="+")
    # Canonical JSON, which is what is signed when it is served.
    snapshot = models.TextField()

    objects = SnapshotQuerySet.as_manager()
