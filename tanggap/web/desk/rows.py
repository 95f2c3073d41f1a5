"""What the desk's list shows of each case, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.base.clock import now
from tanggap.base.letters import kept_in_line
from tanggap.cases.desk import GOING, is_alarming, is_stuck
from tanggap.cases.models import Case, CaseState, CaseStep
from tanggap.inbox.models import Post
from tanggap.web import words
from tanggap.web.public.case_state import state_of
from tanggap.web.public.days import Left, days_left
from tanggap.web.public.handles import network_name
from tanggap.web.public.story import State

# With so few working days left, the deadline gets its colour.
SOON = 2
LONGEST_TEXT = 160


@dataclass(frozen=True)
class Item:
    """One case in the list."""

    tracking_id: str
    network: str
    at_exact: str
    at_words: str
    text: str
    language: str
    state: State
    is_alarm: bool
    is_sealed: bool
    holder: str
    agency_id: int
    agency: str


def item_of(case: Case, newest: CaseStep | None = None) -> Item:
    """A case as the list shows it, with the words that count now; a sealed one shows none before it is opened."""
    post = _words_that_count(case, newest)
    return Item(
        tracking_id=case.tracking_id,
        network=_("Confidential") if case.is_sealed else network_name(case.network),
        at_exact=words.exact_words(post.received_at),
        at_words=brief_words(post.received_at),
        text=_text(case, post),
        language="" if case.is_sealed else case.language,
        state=desk_state(case, newest),
        is_alarm=is_alarming(case),
        is_sealed=case.is_sealed,
        holder=case.assignee.user.get_full_name() if case.assignee else "",
        agency_id=case.agency_id,
        agency=case.agency.name,
    )


def desk_state(case: Case, newest: CaseStep | None = None, *, stuck: bool = False) -> State:
    """What the officer has to know first: danger, a stuck answer, lateness, then the days that are left."""
    if is_alarming(case):
        return State("danger", "danger", _("Danger: look at this first"))
    if stuck or is_stuck(case):
        return State("late", "late", _("The answer did not arrive"))
    if case.state == CaseState.OPEN:
        return _open_state(case, newest)
    if case.state == CaseState.ANSWERED:
        return _answered_state(case)
    return State("", "close", _("Set aside")) if case.state == CaseState.DISMISSED else state_of(case)


def _open_state(case: Case, newest: CaseStep | None) -> State:
    if case.answered_at is None:
        left = days_left(case.answer_due)
        if left.missed:
            return State("late", "late", capfirst(left.words))
        if left.days == 0:
            return State("due", "clock", _("Answer today"))
        return State("due" if left.days <= SOON else "", "clock", capfirst(left.words))
    result = days_left(case.result_due)
    if result.missed:
        return State("late", "late", late_result_words(result))
    if newest is not None and newest.says == "not_done":
        return State("due", "dispute", _("The citizen says: not done"))
    return State("due", "reply", _("Your turn again"))


def _answered_state(case: Case) -> State:
    result = days_left(case.result_due)
    if case.says == "done":
        return State("done", "check", _("The citizen says: done"))
    if result.missed:
        return State("late", "late", late_result_words(result))
    return State("", "clock", _("Waiting for the citizen"))


def late_result_words(left: Left) -> str:
    """That the result is overdue, and by how much."""
    return ngettext("Result %(n)d working day late", "Result %(n)d working days late", left.days) % {"n": left.days}


def deadline_words(case: Case) -> str:
    """The deadline that counts now, for the head of a case; nothing once it has ended."""
    if case.state not in GOING:
        return ""
    if case.answered_at is None:
        return _("Answer by %(day)s") % {"day": words.day_words(case.answer_due)}
    return _("Result by %(day)s") % {"day": words.day_words(case.result_due)}


def count_words(view: str, count: int, counted: str) -> str:
    """How many cases a list has, as its subtitle."""
    if not count:
        return _("Nothing waits here.")
    if view in ("turn", "danger", "late"):
        text = ngettext(
            "%(n)s report, the most urgent at the top.", "%(n)s reports, the most urgent at the top.", count
        )
    else:
        text = ngettext("%(n)s report", "%(n)s reports", count)
    return text % {"n": counted}


def brief_words(moment: datetime) -> str:
    """A past moment where room is dear: `4 mnt`, `06.52`, `kemarin`, `9 Feb`."""
    present = now()
    minutes = int((present - moment).total_seconds() // 60)
    if minutes < 60:
        return _("%(n)s min") % {"n": max(minutes, 1)}
    there, today = words.local(moment).date(), words.local(present).date()
    if there == today:
        return words.clock_words(moment)
    return _("yesterday") if there == today - timedelta(days=1) else words.short_day_words(there)


def _words_that_count(case: Case, newest: CaseStep | None) -> Post:
    """What the report says, until it is answered; from then on what its author wrote last. Danger before both."""
    if newest is None or newest.post is None:
        return case.opening_post
    tells_of_danger = newest.post.understanding.urgency == "danger"
    return newest.post if case.answered_at or tells_of_danger else case.opening_post


def _text(case: Case, post: Post) -> str:
    if case.is_sealed:
        return _("Confidential report. Open it to read.")
    return _("Its author deleted this post.") if post.deleted_at else kept_in_line(post.text[:LONGEST_TEXT])
