"""Conversations on the networks, the remote ids of both directions, and reactions to them."""

from django.db import models

from tanggap.channels.contract import Audience

AUDIENCES = [(audience.value, audience.value) for audience in Audience]


class Thread(models.Model):
    """One conversation on one network, as wide as its first post."""

    network = models.CharField(max_length=40)
    audience = models.CharField(max_length=10, choices=AUDIENCES)
    account = models.ForeignKey("registry.OfficialAccount", models.PROTECT, null=True, db_index=False)
    created_at = models.DateTimeField()


class RemoteId(models.Model):
    """A network's id of one post or message, theirs or ours: what a reply is checked against."""

    # Digest of network and id: short, and even over the index however the ids look.
    key = models.BinaryField(max_length=16, unique=True)
    network = models.CharField(max_length=40)
    remote_id = models.TextField()
    url = models.TextField(blank=True)
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="remote_ids")
    # Nobody's identity: the post is the government's own.
    author = models.ForeignKey("people.Identity", models.PROTECT, null=True, related_name="+", db_index=False)
    audience = models.CharField(max_length=10, choices=AUDIENCES)
    likes = models.PositiveIntegerField(default=0)
    shares = models.PositiveIntegerField(default=0)


class ReactionState(models.TextChoices):
    """A reaction stands until its author takes it back."""

    STANDS = "stands"
    WITHDRAWN = "withdrawn"


class Reaction(models.Model):
    """One like or share; the digest of its id keeps it from counting twice."""

    key = models.BinaryField(max_length=16, unique=True)
    # Digest of network, author, post and kind: under however many ids one author likes a post, it is one like.
    voice = models.BinaryField(max_length=16, db_index=True)
    target = models.ForeignKey(RemoteId, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=ReactionState, default=ReactionState.STANDS)
    at = models.DateTimeField()
