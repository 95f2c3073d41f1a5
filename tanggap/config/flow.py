"""The whole product as one table: every step of the loop, in the order in which a post or a message meets them."""

from __future__ import annotations

from dataclasses import dataclass

from tanggap.base.steps import keep_statistics
from tanggap.base.work import Step
from tanggap.cases.steps import acknowledge_cases, file_edits, file_posts
from tanggap.channels.steps import drop_unread
from tanggap.federation.steps import drop_unused_keys, read_protocol
from tanggap.inbox.steps import read_arrivals, understand
from tanggap.metrics.steps import measure
from tanggap.outbox.steps import deliver
from tanggap.people.steps import sweep
from tanggap.records.steps import sequence


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of the road: what it takes up and in which state it leaves it."""

    step: Step
    takes: str
    leaves: str


FLOW = (
    Hop(Step("read_arrivals", read_arrivals, 200), "arrival: arrived", "post: received"),
    Hop(Step("read_protocol", read_protocol, 50), "arrival: arrived", "arrival: read"),
    Hop(Step("understand", understand, 200), "post: received", "post: understood"),
    Hop(Step("file_posts", file_posts, 200), "post: understood", "post: filed"),
    Hop(Step("file_edits", file_edits, 50), "post: edited", "post: filed"),
    Hop(Step("acknowledge_cases", acknowledge_cases, 200), "case: opened", "message: signed"),
    Hop(Step("deliver", deliver, 200, group="deliver"), "message: signed", "message: delivered"),
    Hop(Step("sequence", sequence, 5000, every=0.5), "entry: pending", "entry: in a signed checkpoint"),
    Hop(Step("measure", measure, 20, every=2), "entry: in a signed checkpoint", "roll-up: counted"),
    Hop(Step("keep_statistics", keep_statistics, 20, every=5), "table: grown by all that it held", "table: counted"),
    Hop(Step("drop_unread", drop_unread, 200, every=600), "arrival: stuck for long", "arrival: expired"),
    Hop(Step("drop_unused_keys", drop_unused_keys, 500, every=600), "key: unused for long", "no row"),
    Hop(Step("sweep", sweep, 1000, every=600), "session, sign-in attempt, count or early deletion: over", "no row"),
)

STEPS = tuple(hop.step for hop in FLOW)
