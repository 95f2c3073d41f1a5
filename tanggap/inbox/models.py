"""Posts from people, their earlier texts, and what was understood of them."""

from django.db import models
from django.db.models import Q

from tanggap.base.ids import public_id
from tanggap.threads.models import AUDIENCES


class PostState(models.TextChoices):
    """How far a post has come."""

    RECEIVED = "received"
    UNDERSTOOD = "understood"
    FILED = "filed"


class Post(models.Model):
    """What a person wrote to the government, as it stands on its network now; without words once it was taken back."""

    # Its name in the record. Nothing is looked up by it: an index of random names costs a page of its own a post.
    public_id = models.CharField(max_length=26, default=public_id)
    thread = models.ForeignKey("threads.Thread", models.PROTECT, related_name="posts")
    remote = models.OneToOneField("threads.RemoteId", models.PROTECT, related_name="post")
    author = models.ForeignKey("people.Identity", models.PROTECT, related_name="posts")
    network = models.CharField(max_length=40)
    account = models.ForeignKey("registry.OfficialAccount", models.PROTECT, null=True, related_name="+", db_index=False)
    agency = models.ForeignKey("registry.Agency", models.PROTECT, null=True, related_name="+", db_index=False)
    audience = models.CharField(max_length=10, choices=AUDIENCES)
    in_reply_to = models.ForeignKey(
        "threads.RemoteId", models.PROTECT, null=True, related_name="replies", db_index=False
    )
    text = models.TextField()
    language_given = models.CharField(max_length=12, blank=True)
    # A form's choices (`anonymous`, `confidential`), its drawn tracking id and the digest of its secret.
    form = models.JSONField(default=dict, blank=True)
    received_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    entry = models.ForeignKey("records.Entry", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=PostState, default=PostState.RECEIVED)
    edited_at = models.DateTimeField(null=True)
    # When its network says that the text shown was written; an older version that comes later is left out.
    edit_claimed_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    # Kept from the public by an officer; the reason stands in the case's story.
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="post_received", condition=Q(state="received")),
            models.Index(fields=["id"], name="post_understood", condition=Q(state="understood")),
            models.Index(fields=["agency", "-received_at"], name="post_by_agency"),
        ]


class PostVersion(models.Model):
    """An earlier text of a post that its author edited."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="versions")
    text = models.TextField()
    replaced_at = models.DateTimeField()
    # The edit that replaced it.
    entry = models.ForeignKey("records.Entry", models.PROTECT, null=True, related_name="+")


class Understanding(models.Model):
    """What a machine made of a post: suggestions for a person, never a verdict."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="understanding", primary_key=True)
    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=16)
    urgency = models.CharField(max_length=8)
    # The agency whose keywords the text holds; the addressed one unless nothing was addressed.
    agency = models.ForeignKey("registry.Agency", models.PROTECT, null=True, related_name="+", db_index=False)
    says = models.CharField(max_length=10, blank=True)  # "done", "not_done", "stop" or nothing
