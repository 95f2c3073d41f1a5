"""Roll-ups of the record: nothing here that the log could not give again."""

from django.db import models


class Cursor(models.Model):
    """How far into the log the roll-ups have come: the index of the next entry to count."""

    next_index = models.BigIntegerField(default=0)


class CaseFact(models.Model):
    """One public case as its entries tell it (`formulas.Matter`)."""

    subject = models.CharField(max_length=64, primary_key=True)
    agency = models.CharField(max_length=26)
    kind = models.CharField(max_length=16)
    network = models.CharField(max_length=40)
    received = models.DateTimeField()
    answer_due = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    dismissed = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    # Seconds until the first answer, so that a database can put them in order.
    waited = models.IntegerField(null=True)

    class Meta:
        # Everything that is added up stands in the indexes: a period of a whole year is read without its rows.
        indexes = [
            models.Index(fields=["received", "agency", "waited", "dismissed"], name="fact_received"),
            models.Index(fields=["agency", "received", "waited", "dismissed"], name="fact_received_by"),
            models.Index(fields=["answer_due", "agency", "answered"], name="fact_due"),
            models.Index(fields=["agency", "answer_due", "answered"], name="fact_due_by"),
        ]


class AnswerFact(models.Model):
    """An answer that is signed and not yet known to be delivered (`formulas.Said`)."""

    message = models.CharField(max_length=26, primary_key=True)
    subject = models.CharField(max_length=64)
    signed = models.DateTimeField()


class DayCount(models.Model):
    """How many entries of one kind an agency had on a day; an empty agency is the government's sealed total."""

    day = models.DateField()
    agency = models.CharField(max_length=26, blank=True)
    what = models.CharField(max_length=12)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "agency", "what"], name="one_count_per_day")]
