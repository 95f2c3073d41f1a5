"""What is remembered of other servers: their accounts' keys, and how they like to be spoken to."""

from django.db import models

from tanggap.federation.names import LONGEST_ID


class RemoteKey(models.Model):
    """The public key of an account elsewhere, with what an answer to its owner needs. Personal: see the inventory."""

    key_id = models.CharField(max_length=LONGEST_ID, unique=True)
    owner = models.CharField(max_length=LONGEST_ID, db_index=True)
    host = models.CharField(max_length=255)
    public_pem = models.TextField()
    # Handle, name, inboxes and profile, as the account's own document has them.
    author = models.JSONField(default=dict)
    fetched_at = models.DateTimeField(db_index=True)


class RemoteServer(models.Model):
    """Another server, and the signature scheme that it is known to read."""

    host = models.CharField(max_length=255, unique=True)
    scheme = models.CharField(max_length=10)
    learned_at = models.DateTimeField()
