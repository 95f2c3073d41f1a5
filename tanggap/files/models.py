"""Stored files: what they are and where Django's storage keeps their bytes."""

from __future__ import annotations

from django.db import models

from tanggap.base.clock import now
from tanggap.base.ids import public_id


class StoredFile(models.Model):
    """One file, kept under its public id. `content_type` comes from the bytes, never from whoever sent them."""

    public_id = models.CharField(max_length=26, unique=True, default=public_id)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.FileField(max_length=200)
    stored_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.name
