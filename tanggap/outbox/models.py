"""What the government says, signed, and its way to each recipient."""

from django.db import models
from django.db.models import Q

from tanggap.base.ids import timely_id
from tanggap.base.work import Leased
from tanggap.threads.models import AUDIENCES

PASSING = "passing"


class MessageKind(models.TextChoices):
    """Answers and publications are speech; the rest is not."""

    ANSWER = "answer"
    CORRECTION = "correction"
    PUBLICATION = "publication"
    ACKNOWLEDGEMENT = "acknowledgement"
    DANGER = "danger"
    NEWS = "news"  # by e-mail that there is news, and in the thread that the case has ended
    ALERT = "alert"  # to an officer
    PROTOCOL = "protocol"  # an Accept and the like: the actor's key, nobody's words


class Message(models.Model):
    """One signed message: whose authority, which words, to which thread."""

    public_id = models.CharField(max_length=26, unique=True, default=timely_id)
    kind = models.CharField(max_length=16, choices=MessageKind)
    network = models.CharField(max_length=40)
    agency = models.ForeignKey("registry.Agency", models.PROTECT, null=True, related_name="+", db_index=False)
    account = models.ForeignKey("registry.OfficialAccount", models.PROTECT, null=True, related_name="+", db_index=False)
    mandate = models.ForeignKey("registry.Mandate", models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.ForeignKey("registry.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    thread = models.ForeignKey("threads.Thread", models.PROTECT, null=True, related_name="messages")
    replies_to = models.ForeignKey(
        "threads.RemoteId", models.PROTECT, null=True, related_name="answers", db_index=False
    )
    recipient = models.ForeignKey("people.Identity", models.PROTECT, null=True, related_name="+", db_index=False)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    audience = models.CharField(max_length=10, choices=AUDIENCES)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections", db_index=False)
    # For a protocol message: the activity itself. Under PASSING: what is taken out of the text after its delivery.
    extra = models.JSONField(default=dict, blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["recipient", "-signed_at"], name="message_receipts", condition=Q(kind="acknowledgement")
            ),
            models.Index(fields=["account", "id"], name="message_publications", condition=Q(kind="publication")),
            models.Index(fields=["corrects"], name="message_corrections", condition=Q(corrects__isnull=False)),
        ]


class DeliveryState(models.TextChoices):
    """A delivery is waiting, on its way, there, or needs a person."""

    SIGNED = "signed"
    SENDING = "sending"
    DELIVERED = "delivered"
    STUCK = "stuck"
    DROPPED = "dropped"


class Delivery(Leased):
    """A message's way to one recipient: a person, a shared inbox, a page or an address."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    identity = models.ForeignKey("people.Identity", models.CASCADE, null=True, related_name="+", db_index=False)
    # A shared inbox (names a server) or an officer's address; cleared once delivered.
    address = models.TextField(blank=True)
    remote_id = models.TextField(blank=True)
    delivered_at = models.DateTimeField(null=True)
    # For answers, the record's subject of the case; an entry `message.delivered` is due when it arrives.
    told = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at", "id"], name="delivery_waiting", condition=Q(state="signed")),
            models.Index(fields=["lease_until"], name="delivery_sending", condition=Q(state="sending")),
            models.Index(fields=["id"], name="delivery_stuck", condition=Q(state="stuck")),
        ]
