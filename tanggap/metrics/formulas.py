"""The measures as pure functions of the record's public entries. Needs no Django.

Whoever downloads the log and feeds its entries to `Ledger.take` in order gets the numbers that the government shows.
Sources of the formulas: `docs/measures.md`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

# A share of a handful says more about the handful than about the office (docs/measures.md).
SMALL = 5
Z_95 = 1.959963984540054
# The median, the 10th and the 90th percentile.
QUANTILES = (0.5, 0.1, 0.9)


@dataclass(slots=True)
class Matter:
    """One public case, as its entries tell it. Times are aware UTC; `agency` is who holds it now."""

    subject: str
    agency: str
    kind: str
    network: str
    received: datetime
    answer_due: datetime
    answered: datetime | None = None
    dismissed: datetime | None = None
    closed: datetime | None = None
    outcome: str = ""

    @property
    def waited(self) -> int | None:
        """Seconds from its arrival to the first answer; the record's times have no fractions."""
        return None if self.answered is None else int((self.answered - self.received).total_seconds())


@dataclass(slots=True)
class Said:
    """An answer that is signed; it counts once its message is delivered."""

    message: str
    subject: str
    signed: datetime


@dataclass(slots=True)
class Ledger:
    """What the entries add up to: matters by subject, answers on their way, and counts by day, agency and thing."""

    matters: dict[str, Matter] = field(default_factory=dict)
    said: dict[str, Said] = field(default_factory=dict)
    counts: dict[tuple[date, str, str], int] = field(default_factory=dict)

    def take(self, leaf: Mapping[str, Any]) -> None:
        """Count one entry; kinds of entry that no measure needs change nothing."""
        type_, at, agency = leaf["type"], read_time(leaf["time"]), leaf.get("agency") or ""
        if str(leaf["subject"]).startswith("sealed:"):
            agency = ""
        if type_ in COUNTED:
            key = (at.date(), agency, COUNTED[type_])
            self.counts[key] = self.counts.get(key, 0) + 1
        change = CHANGES.get(type_)
        if change is not None and not str(leaf["subject"]).startswith("sealed:"):
            change(self, leaf, at)


def _opened(ledger: Ledger, leaf: Mapping[str, Any], at: datetime) -> None:
    public = leaf["public"]
    ledger.matters[leaf["subject"]] = Matter(
        subject=leaf["subject"],
        agency=leaf["agency"],
        kind=public["kind"],
        network=public["network"],
        received=read_time(public["received"]),
        answer_due=read_time(public["answer_due"]),
    )


def _forwarded(ledger: Ledger, leaf: Mapping[str, Any], at: datetime) -> None:
    if matter := ledger.matters.get(leaf["subject"]):
        matter.agency = leaf["public"]["to"]


def _answered(ledger: Ledger, leaf: Mapping[str, Any], at: datetime) -> None:
    message = leaf["public"]["message"]
    ledger.said[message] = Said(message, leaf["subject"], at)


def _delivered(ledger: Ledger, leaf: Mapping[str, Any], at: datetime) -> None:
    said = ledger.said.pop(leaf["public"]["message"], None)
    matter = ledger.matters.get(said.subject) if said else None
    if said and matter and (matter.answered is None or said.signed < matter.answered):
        matter.answered = said.signed


def _dismissed(ledger: Ledger, leaf: Mapping[str, Any], at: datetime) -> None:
    if matter := ledger.matters.get(leaf["subject"]):
        matter.dismissed = at


def _closed(ledger: Ledger, leaf: Mapping[str, Any], at: datetime) -> None:
    if matter := ledger.matters.get(leaf["subject"]):
        matter.closed, matter.outcome = at, leaf["public"]["outcome"]


def _reopened(ledger: Ledger, leaf: Mapping[str, Any], at: datetime) -> None:
    if matter := ledger.matters.get(leaf["subject"]):
        matter.closed, matter.dismissed, matter.outcome = None, None, ""


CHANGES = {
    "case.opened": _opened,
    "case.forwarded": _forwarded,
    "case.answered": _answered,
    "message.delivered": _delivered,
    "case.dismissed": _dismissed,
    "case.closed": _closed,
    "case.reopened": _reopened,
}
# What is counted by day: I is `opened` and `replied`, O is `answered` (corrections apart).
COUNTED = {
    "post.received": "received",
    "case.opened": "opened",
    "case.replied": "replied",
    "case.answered": "answered",
    "publication.approved": "published",
}
INCOMING, OUTGOING = ("opened", "replied"), ("answered",)
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, with the 95 % interval by Wilson; `value` is None for an empty or a small whole."""

    part: int
    whole: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Times:
    """Hours: the median with the 10th and 90th percentile, of `count` times."""

    count: int
    median: float | None
    tenth: float | None
    ninetieth: float | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """The measures of one agency, or of the whole government, over a period."""

    received: int
    incoming: int
    outgoing: int
    publications: int
    opened: int
    dismissed: int
    answered: Share
    on_time: Share
    first_answer: Times
    balance: float | None
    dialogue: Share


@dataclass(frozen=True, slots=True)
class Totals:
    """What the measures of a period are made of, whoever added it up: this module, or a database.

    `days` holds the sums of what is counted by day. `waited` holds the seconds until the first answer by their rank in
    ascending order, for `ranks(answered)` at least.
    """

    days: Mapping[str, int]
    opened: int
    dismissed: int
    answered: int
    due: int
    on_time: int
    waited: Mapping[int, int]


# Of a period in which nothing happened.
NOTHING = Totals(dict.fromkeys(COUNTED.values(), 0), 0, 0, 0, 0, 0, {})


def statistics(
    matters: Iterable[Matter],
    counts: Mapping[tuple[date, str, str], int],
    start: datetime,
    end: datetime,
    agency: str = "",
) -> Statistics:
    """Measure the half-open period [start, end), UTC; without `agency` the whole government."""
    mine = [m for m in matters if not agency or m.agency == agency]
    opened = [m for m in mine if start <= m.received < end]
    due = [m for m in mine if start <= m.answer_due < end]
    waited = sorted(m.waited for m in opened if m.waited is not None)
    totals = Totals(
        days={what: _sum(what, counts, start.date(), end.date(), agency) for what in COUNTED.values()},
        opened=len(opened),
        dismissed=sum(m.dismissed is not None for m in opened),
        answered=len(waited),
        due=len(due),
        on_time=sum(m.answered is not None and m.answered <= m.answer_due for m in due),
        waited=dict(enumerate(waited)),
    )
    return measured(totals)


def measured(totals: Totals) -> Statistics:
    """The measures that these totals give."""
    days = totals.days
    incoming, outgoing = (sum(days[what] for what in kinds) for kinds in (INCOMING, OUTGOING))
    return Statistics(
        received=days["received"],
        incoming=incoming,
        outgoing=outgoing,
        publications=days["published"],
        opened=totals.opened,
        dismissed=totals.dismissed,
        answered=share(totals.answered, totals.opened),
        on_time=share(totals.on_time, totals.due),
        first_answer=times(totals.answered, {rank: seconds / HOUR for rank, seconds in totals.waited.items()}),
        balance=balance(incoming, outgoing),
        dialogue=share(outgoing, outgoing + days["published"]),
    )


def balance(incoming: int, outgoing: int) -> float | None:
    """B = 2·min(I, O) / (I + O): 1 when each side says as much as the other, 0 when only one speaks."""
    total = incoming + outgoing
    return 2 * min(incoming, outgoing) / total if total else None


def share(part: int, whole: int) -> Share:
    """A share with its Wilson interval (Wilson 1927, J. Am. Stat. Assoc. 22, 209), none below SMALL."""
    if whole < SMALL:
        return Share(part, whole, None, None, None)
    p, z2 = part / whole, Z_95**2
    centre = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z_95 * math.sqrt(p * (1 - p) / whole + z2 / (4 * whole**2)) / (1 + z2 / whole)
    return Share(part, whole, p, max(0.0, centre - half), min(1.0, centre + half))


def times(count: int, hours: Mapping[int, float]) -> Times:
    """Median and percentiles by linear interpolation between the closest ranks; none below SMALL.

    `hours` are those of `ranks(count)`, by their rank in ascending order.
    """
    if count < SMALL:
        return Times(count, None, None, None)
    return Times(count, *(_quantile(count, hours, q) for q in QUANTILES))


def ranks(count: int) -> list[int]:
    """The ranks, from 0, that the median and the percentiles of so many times lie between."""
    return sorted({rank for q in QUANTILES for rank in _around(count, q)}) if count >= SMALL else []


def read_time(text: str) -> datetime:
    """A time of the record: UTC to the second, or a date for what was sealed."""
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _sum(what: str, counts: Mapping[tuple[date, str, str], int], first: date, end: date, agency: str) -> int:
    return sum(
        count
        for (day, who, name), count in counts.items()
        if name == what and first <= day < end and (not agency or who == agency)
    )


def _quantile(count: int, ordered: Mapping[int, float], q: float) -> float:
    low, high = _around(count, q)
    return ordered[low] + (ordered[high] - ordered[low]) * (q * (count - 1) - low)


def _around(count: int, q: float) -> tuple[int, int]:
    low = math.floor(q * (count - 1))
    return low, min(low + 1, count - 1)
