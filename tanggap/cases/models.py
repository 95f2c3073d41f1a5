"""Cases, what happened in them, who follows them, and notices on the desk."""

from django.db import models
from django.db.models import Q

from tanggap.base.ids import tracking_id
from tanggap.threads.models import AUDIENCES


class CaseState(models.TextChoices):
    """Whose turn it is: the officer's, the citizen's, or nobody's."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class Outcome(models.TextChoices):
    """How a case ended; `confirmed` only from the author's own words."""

    CONFIRMED = "confirmed"
    DONE = "done"  # the agency says so, the citizen has not answered
    SILENT = "silent"  # closed by silence, never counted as resolved
    OUT_OF_SCOPE = "out_of_scope"
    WITHDRAWN = "withdrawn"


class Case(models.Model):
    """One matter that an agency must answer."""

    tracking_id = models.CharField(max_length=9, unique=True, default=tracking_id)
    # In the record a public case is `case:` and its tracking id; a sealed one has a name of its own.
    subject = models.CharField(max_length=64)
    secret_hash = models.BinaryField(max_length=32, null=True, unique=True)
    # Each of the desk's indexes begins with it.
    agency = models.ForeignKey("registry.Agency", models.PROTECT, related_name="cases", db_index=False)
    thread = models.ForeignKey("threads.Thread", models.PROTECT, related_name="cases")
    opening_post = models.OneToOneField("inbox.Post", models.PROTECT, related_name="opened_case")
    author = models.ForeignKey("people.Identity", models.PROTECT, related_name="cases", db_index=False)
    network = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    urgency = models.CharField(max_length=8)
    language = models.CharField(max_length=8)
    audience = models.CharField(max_length=10, choices=AUDIENCES)
    is_sealed = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)
    # A confidential case that grew out of a public one, linked for its officers only.
    grew_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="grown", db_index=False)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.OPEN)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    # What the author said last about the result: "done", "not_done" or nothing.
    says = models.CharField(max_length=10, blank=True, default="", db_default="")
    # Found by `case_held`. With an index of all, SQLite would look for what nobody holds in it, and then sort.
    assignee = models.ForeignKey("registry.Officer", models.PROTECT, null=True, related_name="cases", db_index=False)
    received_at = models.DateTimeField()
    answer_due = models.DateTimeField()
    result_due = models.DateTimeField()
    answer_rule = models.CharField(max_length=60)
    result_rule = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    # When it ended, closed or set aside; none while it goes on, also after it was reopened.
    closed_at = models.DateTimeField(null=True)
    # When something last happened; the desk's order and its "changed meanwhile".
    moved_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "state", "answer_due"], name="case_desk"),
            models.Index(fields=["agency", "answer_due"], name="case_going", condition=Q(closed_at__isnull=True)),
            # The condition fixes state and urgency; they are named all the same, since SQLite chooses by columns.
            models.Index(
                fields=["agency", "state", "urgency", "answer_due"],
                name="case_in_danger",
                condition=Q(state="open", urgency="danger"),
            ),
            models.Index(
                fields=["agency", "state", "says", "answer_due"],
                name="case_disputed",
                condition=Q(state="open", says="not_done"),
            ),
            # Newest first is these walked from behind: then rows of one moment come newest first, too.
            models.Index(
                fields=["agency", "state", "says", "moved_at"],
                name="case_to_close",
                condition=Q(state="answered", says="done"),
            ),
            models.Index(
                fields=["agency", "state", "closed_at"], name="case_ended", condition=Q(closed_at__isnull=False)
            ),
            models.Index(
                fields=["assignee", "answer_due"],
                name="case_held",
                condition=Q(assignee__isnull=False, closed_at__isnull=True),
            ),
            # An overseer's desk has the same orders over all agencies.
            models.Index(fields=["state", "answer_due"], name="case_desk_of_all", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["answer_due"], name="case_going_of_all", condition=Q(closed_at__isnull=True)),
            models.Index(
                fields=["state", "says", "answer_due"],
                name="case_disputed_of_all",
                condition=Q(state="open", says="not_done"),
            ),
            models.Index(
                fields=["state", "says", "moved_at"],
                name="case_to_close_of_all",
                condition=Q(state="answered", says="done"),
            ),
            models.Index(fields=["state", "closed_at"], name="case_ended_of_all", condition=Q(closed_at__isnull=False)),
            models.Index(
                fields=["agency", "answered_at"], name="case_answered_by", condition=Q(answered_at__isnull=False)
            ),
            models.Index(fields=["grew_from"], name="case_grown", condition=Q(grew_from__isnull=False)),
            models.Index(fields=["agency", "-opened_at"], name="case_by_agency"),
            models.Index(fields=["-opened_at"], name="case_newest"),
            models.Index(fields=["-answered_at"], name="case_newly_answered", condition=Q(answered_at__isnull=False)),
        ]

    @property
    def citizen_id(self) -> int:
        """Whose case it is, whichever of their accounts they write from."""
        citizen_id: int = self.author.citizen_id
        return citizen_id


class StepKind(models.TextChoices):
    """What can happen in a case."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    REPLIED = "replied"
    ASSIGNED = "assigned"
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    DISMISSED = "dismissed"
    CLOSED = "closed"
    REOPENED = "reopened"
    EDITED = "edited"
    HIDDEN = "hidden"
    SHOWN = "shown"
    WARNED = "warned"
    PROMOTED = "promoted"
    NOTED = "noted"


class CaseStep(models.Model):
    """One thing that happened in a case, by whom, under which mandate, and its entry in the record."""

    # Found by `steps_of_case`.
    case = models.ForeignKey(Case, models.CASCADE, related_name="steps", db_index=False)
    kind = models.CharField(max_length=12, choices=StepKind)
    at = models.DateTimeField()
    entry = models.ForeignKey("records.Entry", models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey("registry.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    mandate = models.ForeignKey("registry.Mandate", models.PROTECT, null=True, related_name="+", db_index=False)
    post = models.ForeignKey("inbox.Post", models.PROTECT, null=True, related_name="steps")
    message = models.ForeignKey("outbox.Message", models.PROTECT, null=True, related_name="steps")
    to_agency = models.ForeignKey("registry.Agency", models.PROTECT, null=True, related_name="+", db_index=False)
    to_officer = models.ForeignKey("registry.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    # Why it was dismissed, hidden or forwarded, or an officer's note; `says` for an author's "done" or "not_done".
    reason = models.TextField(blank=True)
    says = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="steps_of_case")]


class CaseFollower(models.Model):
    """Somebody who wants to hear by e-mail that there is news; nothing is sent before they confirmed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="followers")
    identity = models.ForeignKey("people.Identity", models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "identity"], name="one_follow_per_case")]


class Alert(models.Model):
    """An officer on duty must look at a case now."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="alerts")
    officer = models.ForeignKey("registry.Officer", models.CASCADE, related_name="alerts")
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    # Whose words spoke of danger, who may be another than the case's author.
    author = models.ForeignKey("people.Identity", models.SET_NULL, null=True, related_name="+", db_index=False)
    # Whether it went out by e-mail too.
    is_written = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "officer"], name="one_alert_per_officer")]


class DeskNotice(models.Model):
    """Something for an agency's desk that is no case, such as a report by another server."""

    agency = models.ForeignKey("registry.Agency", models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=16)
    text = models.TextField(blank=True)
    about = models.TextField(blank=True)
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
