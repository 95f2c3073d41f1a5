"""Publications: drafted by one officer, approved by another, released to every connected account."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tanggap.base.ids import public_id


class PublicationKind(models.TextChoices):
    """What a publication is, as its readers would say."""

    SERVICE_NEWS = "service_news", _("Service news")
    POLICY = "policy", _("Policy")
    ACHIEVEMENT = "achievement", _("Achievement")
    CLARIFICATION = "clarification", _("Hoax clarification")


class PublicationState(models.TextChoices):
    """A draft waits for a second person; an approved one is the government's word and never changes."""

    DRAFTED = "drafted", _("Waits for approval")
    RETURNED = "returned", _("Returned to its author")
    APPROVED = "approved", _("Published")


class Publication(models.Model):
    """Something an agency tells everyone, with a page of its own."""

    public_id = models.CharField(max_length=26, unique=True, default=public_id)
    agency = models.ForeignKey("registry.Agency", models.PROTECT, related_name="publications")
    kind = models.CharField(_("Kind"), max_length=16, choices=PublicationKind, default=PublicationKind.SERVICE_NEWS)
    title = models.CharField(_("Title"), max_length=150)
    text = models.TextField(_("Text"))
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=PublicationState, default=PublicationState.DRAFTED)
    author = models.ForeignKey("registry.Officer", models.PROTECT, related_name="+")
    drafted_under = models.ForeignKey("registry.Mandate", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approver = models.ForeignKey("registry.Officer", models.PROTECT, null=True, related_name="+")
    approved_under = models.ForeignKey("registry.Mandate", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    # Why it went back to its author.
    reason = models.CharField(max_length=500, blank=True)
    entry = models.ForeignKey("records.Entry", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["agency", "state", "-drafted_at"], name="publication_desk"),
            models.Index(fields=["-approved_at"], name="publication_newest"),
        ]


class Release(models.Model):
    """One publication on one network."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="releases")
    message = models.OneToOneField("outbox.Message", models.PROTECT, related_name="release")
