"""The only writer of the roll-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import orjson
from django.db.models import F

from tanggap.base.db import writing
from tanggap.base.rows import insert_keyed_rows
from tanggap.metrics.formulas import Ledger, Matter, Said
from tanggap.metrics.models import AnswerFact, CaseFact, Cursor, DayCount
from tanggap.records.models import Entry

BATCH = 2000
CHANGING = ("agency", "answered", "dismissed", "closed", "outcome", "waited")
FACT_COLUMNS = tuple(field.attname for field in CaseFact._meta.concrete_fields)


def count_entries() -> int:
    """Count the next entries of the log into the roll-ups, in one transaction; returns how many."""
    with writing():
        cursor, _ = Cursor.objects.select_for_update().get_or_create(id=1)
        leaves = list(
            Entry.objects.filter(index__gte=cursor.next_index).order_by("index").values_list("index", "leaf")[:BATCH]
        )
        if not leaves:
            return 0
        read = [orjson.loads(bytes(leaf)) for _index, leaf in leaves]
        ledger = _load(read)
        known, said_before = set(ledger.matters), set(ledger.said)
        for leaf in read:
            ledger.take(leaf)
        _store_matters(ledger, known)
        _store_said(ledger, said_before)
        for (day, agency, what), count in ledger.counts.items():
            _add(day, agency, what, count)
        Cursor.objects.filter(id=1).update(next_index=(leaves[-1][0] or 0) + 1)
    return len(leaves)


def _load(leaves: Sequence[dict[str, Any]]) -> Ledger:
    """Only what these entries can change."""
    messages = {leaf["public"]["message"] for leaf in leaves if leaf["type"] == "message.delivered" and leaf["public"]}
    said = {
        row.message: Said(row.message, row.subject, row.signed) for row in AnswerFact.objects.filter(pk__in=messages)
    }
    subjects = {leaf["subject"] for leaf in leaves} | {one.subject for one in said.values()}
    matters = {row.subject: matter_of(row) for row in CaseFact.objects.filter(pk__in=subjects)}
    return Ledger(matters=matters, said=said)


def _store_matters(ledger: Ledger, known: set[str]) -> None:
    """Most are new, and every post has one."""
    fresh = [matter for subject, matter in ledger.matters.items() if subject not in known]
    insert_keyed_rows(CaseFact, FACT_COLUMNS, [tuple(getattr(one, name) for name in FACT_COLUMNS) for one in fresh])
    changed = [ledger.matters[subject] for subject in known]
    rows = [CaseFact(**asdict(matter), waited=matter.waited) for matter in changed]
    # All are there already; as an insert that meets them, a row costs a tenth of what `bulk_update` takes.
    CaseFact.objects.bulk_create(rows, update_conflicts=True, unique_fields=["subject"], update_fields=CHANGING)


def _store_said(ledger: Ledger, known: set[str]) -> None:
    AnswerFact.objects.filter(pk__in=known - set(ledger.said)).delete()
    fresh = [one for message, one in ledger.said.items() if message not in known]
    AnswerFact.objects.bulk_create([AnswerFact(**asdict(one)) for one in fresh])


def _add(day: date, agency: str, what: str, count: int) -> None:
    row, is_new = DayCount.objects.get_or_create(day=day, agency=agency, what=what, defaults={"count": count})
    if not is_new:
        DayCount.objects.filter(pk=row.pk).update(count=F("count") + count)


def matter_of(row: CaseFact) -> Matter:
    """A stored fact as the formulas know it."""
    return Matter(
        subject=row.subject,
        agency=row.agency,
        kind=row.kind,
        network=row.network,
        received=row.received,
        answer_due=row.answer_due,
        answered=row.answered,
        dismissed=row.dismissed,
        closed=row.closed,
        outcome=row.outcome,
    )
