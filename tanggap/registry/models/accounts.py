"""Official accounts: what the government says is its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tanggap.base.clock import now
from tanggap.base.ids import public_id
from tanggap.registry.models.agencies import Agency


class Network(models.TextChoices):
    """Networks that the register can name; those that closed stay, so that nobody can pretend to be us there."""

    ACTIVITYPUB = "activitypub", _("Fediverse")
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    THREADS = "threads", "Threads"
    X = "x", "X"
    YOUTUBE = "youtube", "YouTube"
    BLUESKY = "bluesky", "Bluesky"
    WHATSAPP = "whatsapp", "WhatsApp"
    TELEGRAM = "telegram", "Telegram"
    TIKTOK = "tiktok", "TikTok"
    SMS = "sms", _("Text message")
    EMAIL = "email", _("E-mail")
    WEBFORM = "webform", _("Our own form")
    GOOGLE_PLUS = "google_plus", _("Google+ (closed)")
    MYSPACE = "myspace", _("MySpace (closed)")


class AccountState(models.TextChoices):
    """A drafted account is nobody's yet; a retired one is never ours again."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Official")
    RETIRED = "retired", _("No longer official")


class OfficialAccountQuerySet(models.QuerySet["OfficialAccount"]):
    """Accounts by what the public may see of them."""

    def published(self) -> OfficialAccountQuerySet:
        return self.filter(state=AccountState.PUBLISHED)

    def public(self) -> OfficialAccountQuerySet:
        return self.exclude(state=AccountState.DRAFT)


class OfficialAccount(models.Model):
    """An agency's account on a network. `network` may be a third party's connector that `Network` does not name."""

    public_id = models.CharField(max_length=26, unique=True, default=public_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="accounts")
    network = models.CharField(_("Network"), max_length=40)
    handle = models.CharField(_("Handle"), max_length=200)
    url = models.CharField(_("Address"), max_length=1000, blank=True)
    # The network's own id of the account, by which posts name it as their addressee.
    remote_id = models.CharField(max_length=1000, blank=True)
    purpose = models.CharField(_("What it is for"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=AccountState.choices, default=AccountState.DRAFT)
    drafted_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    retired_reason = models.CharField(_("Why it was given up"), max_length=300, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    objects = OfficialAccountQuerySet.as_manager()

    class Meta:
        ordering = ["network", "handle"]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "remote_id"],
                condition=~models.Q(remote_id="") & ~models.Q(state=AccountState.RETIRED),
                name="account_once_per_network",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handle} ({self.network})"

    @property
    def network_name(self) -> str:
        """The network's name as people say it."""
        return str(Network(self.network).label) if self.network in Network.values else self.network.capitalize()
