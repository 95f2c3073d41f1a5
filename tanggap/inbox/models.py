"""Posts from people, their earlier texts, and what was understood of them."""

from django.db import models

from tanggap.base.ids import public_id
from tanggap.threads.models import AUDIENCES


class PostState(models.TextChoices):
    """How far a post has come that is still on its way."""

    RECEIVED = "received"
    UNDERSTOOD = "understood"
    OPENED = "opened"  # its case is open, and a receipt is still to be considered


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
    edited_at = models.DateTimeField(null=True)
    # When its network says that the text shown was written; an older version that comes later is left out.
    edit_claimed_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    # Kept from the public by an officer; the reason stands in the case's story.
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-received_at"], name="post_by_agency"),
        ]


class Waiting(models.Model):
    """A post on its way; it has no row here once it is filed and its receipt considered.

    What changes with every step stands apart from the posts and cases, which are wide and in many indexes: PostgreSQL
    writes a changed row and all its index entries anew, and SQLite each page that it lies on.
    """

    post = models.OneToOneField(Post, models.CASCADE, related_name="waiting", primary_key=True)
    state = models.CharField(max_length=12, choices=PostState, default=PostState.RECEIVED)

    class Meta:
        indexes = [models.Index(fields=["state", "post"], name="post_waiting")]


class Rereading(models.Model):
    """A post whose author changed its words, until they were understood again: danger may stand in them since."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="rereading", primary_key=True)


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
