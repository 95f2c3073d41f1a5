"""What the government holds at each network, and the bytes that came from there."""

from django.db import models
from django.db.models import Q

from tanggap.base.ids import public_id
from tanggap.channels.contract import Lane


class Connection(models.Model):
    """An app at a network: its hook's token, settings and sealed secrets. One may serve several accounts."""

    token = models.CharField(max_length=32, unique=True, default=public_id)
    kind = models.CharField(max_length=40)
    settings = models.JSONField(default=dict, blank=True)
    sealed_secrets = models.BinaryField(default=bytes, blank=True)
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    last_arrival_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)


class Acknowledging(models.TextChoices):
    """How an account's acknowledgements go out."""

    REPLY = "reply"
    DIRECT = "direct"
    NONE = "none"


class ConnectedAccount(models.Model):
    """An official account served by a connection, with the account's own sealed token."""

    account = models.OneToOneField("registry.OfficialAccount", models.PROTECT, related_name="connected")
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="accounts")
    sealed_secrets = models.BinaryField(default=bytes, blank=True)
    acknowledging = models.CharField(max_length=8, choices=Acknowledging, default=Acknowledging.REPLY)


class ArrivalState(models.TextChoices):
    """Bytes wait, are read, or are stuck with a reason that a person sees; after some weeks only the reason is left."""

    ARRIVED = "arrived"
    READ = "read"
    STUCK = "stuck"
    EXPIRED = "expired"


class Arrival(models.Model):
    """The bytes of one event as they came, kept before anything is answered and dropped once read."""

    kind = models.CharField(max_length=40)
    lane = models.CharField(max_length=8, choices=[(lane.value, lane.value) for lane in Lane], default=Lane.POSTS)
    # The network's own event id may name a person, so only its digest is kept to recognise a repetition.
    event_key = models.BinaryField(max_length=16, unique=True)
    connection = models.ForeignKey(Connection, models.PROTECT, null=True, db_index=False)
    account_id_given = models.CharField(max_length=500, blank=True)
    signer = models.CharField(max_length=500, blank=True)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ArrivalState, default=ArrivalState.ARRIVED)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["lane", "id"], name="arrival_waiting", condition=Q(state="arrived")),
            models.Index(fields=["received_at"], name="arrival_stuck", condition=Q(state="stuck")),
        ]


class Follower(models.Model):
    """Somebody on a network who asked for an official account's publications."""

    account = models.ForeignKey("registry.OfficialAccount", models.CASCADE, related_name="followers")
    identity = models.ForeignKey("people.Identity", models.CASCADE, related_name="+")
    followed_at = models.DateTimeField()
    # A digest of the network's id of the follow, by which some servers take it back.
    follow_key = models.BinaryField(max_length=16, default=bytes)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "identity"], name="one_follow_per_account")]


class BlockedBy(models.Model):
    """Somebody who does not want to hear from an account: nothing automatic is sent to them."""

    account = models.ForeignKey("registry.OfficialAccount", models.CASCADE, related_name="+")
    identity = models.ForeignKey("people.Identity", models.CASCADE, related_name="+")
    blocked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "identity"], name="one_block_per_account")]
