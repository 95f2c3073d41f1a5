"""Deadlines in working days: how far, drawn as a ruler, and why just these days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.cases.models import Case, CaseState
from tanggap.rules.calendar import days_between, office_day, working_days_between
from tanggap.rules.deadlines import deadline_for
from tanggap.rules.packs import Status, pack
from tanggap.web.public.story import Tick
from tanggap.web.words import short_day_words

# A ruler with more days than this has boxes too small to count.
MOST_DAYS, MOST_LATE = 24, 4


class Left(NamedTuple):
    """How far a deadline is: working days still to come, or gone by since it was missed."""

    days: int
    missed: bool

    @property
    def words(self) -> str:
        """The distance as people say it."""
        if self.missed:
            return (
                ngettext("%(n)d working day late", "%(n)d working days late", self.days) % {"n": self.days}
                if self.days
                else _("just missed")
            )
        if self.days == 0:
            return _("due today")
        return ngettext("%(n)d working day left", "%(n)d working days left", self.days) % {"n": self.days}


def days_left(due: datetime, at: datetime | None = None) -> Left:
    """The distance from a moment (now) to a deadline."""
    at = at or now()
    if at > due:
        return Left(working_days_between(office_day(due), office_day(at)), True)
    return Left(working_days_between(office_day(at), office_day(due)), False)


def ruler_of(case: Case) -> Sequence[Tick]:
    """The working days from the one it was received to the result's deadline, and those that are over it."""
    if case.state not in (CaseState.OPEN, CaseState.ANSWERED):
        return ()
    first, last, today = office_day(case.received_at), office_day(case.result_due), office_day(now())
    days = [day.day for day in days_between(first, last) if day.is_working or day.day == first]
    if len(days) > MOST_DAYS:
        return ()
    over = [day.day for day in days_between(last, today)[1:] if day.is_working] if today > last else []
    shown_as_today = max((day for day in [*days, *over] if day <= today), default=first)
    answer_due = office_day(case.answer_due) if case.answered_at is None else None
    ticks = [_tick(day, first, last, answer_due, shown_as_today) for day in days]
    return [*ticks, *(Tick("over", above=_("today") if day == over[-1] else "") for day in over[-MOST_LATE:])]


def _tick(day: date, first: date, last: date, answer_due: date | None, today: date) -> Tick:
    if day == today:
        kind = "today"
    elif day == last:
        kind = "end"
    elif day == answer_due:
        kind = "mark"
    else:
        kind = "gone" if day < today else "ahead"
    labels = {first: _("received"), answer_due: _("answer"), last: _("result")}
    label = labels.get(day, "")
    return Tick(kind, short_day_words(day) if label else "", label, _("today") if day == today else "")


def why_these_days(case: Case) -> list[str]:
    """Each deadline in a sentence that can be checked, with the rule behind it and how well that is known."""
    rules = pack()
    due = deadline_for(case.kind, case.received_at)
    same = (due.answer_rule, due.result_rule) == (case.answer_rule, case.result_rule)
    counted = {case.answer_rule: due.sentence(_language()), case.result_rule: due.result_sentence(_language())}
    sentences = []
    for label, rule in ((_("Answer"), case.answer_rule), (_("Result"), case.result_rule)):
        fact = rules.fact_of(rule)
        days = f"{counted[rule]}. " if same else ""
        source = (
            _("Rule: %(source)s (%(status)s).") % {"source": fact.source, "status": _known(fact.status)} if fact else ""
        )
        if days or source:
            sentences.append(f"{label}: {days}{source}")
    return list(dict.fromkeys(sentences))


def _known(status: Status) -> str:
    return {
        Status.OFFICIAL: _("official text"),
        Status.SECONDARY: _("reported by others"),
        Status.PRACTICE: _("usual practice"),
    }[status]


def _language() -> str:
    return get_language() or ""
