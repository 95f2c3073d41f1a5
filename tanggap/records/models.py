"""The record as the database keeps it. Only an entry's place, the log's head and the last tiles ever change."""

from __future__ import annotations

from typing import Any

import orjson
from django.db import models
from django.db.models import Q

# Nobody asks for a post by its name, and there are as many of them as of all other entries together. With random
# names, each would cost a page of its own of a large store.
HAS_A_NAME = ~Q(type="post.received")
# What arrives in a flood and changes nothing that is said of older cases.
NEWS_OF_ITSELF = ("post.received", "case.opened")


class Log(models.Model):
    """The one log of this installation: its origin, fixed at the start, and the head of its tree."""

    origin = models.CharField(max_length=255)
    size = models.BigIntegerField(default=0)
    root = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="records_one_log")]

    def __str__(self) -> str:
        return f"{self.origin}, {self.size} entries"


class LogKey(models.Model):
    """A key that signs every checkpoint; the private part is wrapped by the master key."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="keys")
    public = models.BinaryField(max_length=32)
    wrapped = models.BinaryField(max_length=200)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"key {self.pk} of {self.log_id}"


class Entry(models.Model):
    """One leaf and the columns that queries need of it. `index` is null until the sequencer gives it a place."""

    index = models.BigIntegerField(null=True, unique=True)
    type = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    agency = models.CharField(max_length=40, null=True)
    mandate = models.CharField(max_length=40, null=True)
    # Of a sealed case: the beginning of its day, as in the leaf.
    time = models.DateTimeField()
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField(max_length=32)
    held_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject"], name="records_entry_named", condition=HAS_A_NAME),
            models.Index(fields=["id"], name="records_entry_of_more", condition=~Q(type__in=NEWS_OF_ITSELF)),
            models.Index(
                fields=["id"], name="records_entry_pending", condition=Q(index__isnull=True, held_until__isnull=True)
            ),
            models.Index(
                fields=["held_until"],
                name="records_entry_held",
                condition=Q(index__isnull=True, held_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} at {self.index}"

    @property
    def facts(self) -> dict[str, Any]:
        """The leaf, read: every field that the public sees."""
        found: dict[str, Any] = orjson.loads(bytes(self.leaf))
        return found


class Payload(models.Model):
    """Private words of an entry, sealed under a person's key (`key_id` is that key's id in `people`)."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True)
    key_id = models.BigIntegerField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"


class Tile(models.Model):
    """Up to 256 hashes of one level of the tree; the last one of a level grows until it is full."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField(max_length=8192)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="records_one_tile")]

    def __str__(self) -> str:
        return f"tile {self.level}/{self.number}"


class Checkpoint(models.Model):
    """A tree head that was signed and published. It binds the log for ever."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"
