"""Until when a report must be answered and settled, and why: in a sentence that anybody can check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.rules.calendar import Calendar, calendar, office_day
from tanggap.rules.dates import weekday_name
from tanggap.rules.packs import KINDS, Term

ONE_DAY = timedelta(days=1)
# A deadline is the end of its day; the last second still belongs to it.
END_OF_DAY = time(23, 59, 59)
OTHERWISE = "unclear"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Both deadlines of a report, in UTC, and the names of the rules that set them (`id/2026.1/first-answer`)."""

    answer_due: datetime
    result_due: datetime
    answer_rule: str
    result_rule: str
    received_on: date
    answer_term: Term
    result_term: Term
    calendar: Calendar

    def sentence(self, language: str = "") -> str:
        """Why the answer is due then: `5 hari kerja sejak diterima, tidak menghitung Sabtu dan Minggu`."""
        return self._sentence(self.answer_term, language)

    def result_sentence(self, language: str = "") -> str:
        """The same for the result."""
        return self._sentence(self.result_term, language)

    def _sentence(self, term: Term, language: str) -> str:
        # The interface's languages only; a pack may have more.
        known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            return _explain(self.calendar, self.received_on, term.working_days, known)


def deadline_for(kind: str, received_at: datetime) -> Deadlines:
    """The deadlines of a report of a kind; one that the pack does not know has those of `unclear`.

    Days are counted in the office's zone from the one after it was received, whatever the hour.
    """
    return _deadlines(calendar(), kind if kind in KINDS else OTHERWISE, office_day(received_at))


def silent_until(spoken_at: datetime) -> datetime:
    """The end of the time in which a citizen may still answer words of that moment, by the pack's `silence`."""
    in_force = calendar()
    return _end_of(in_force.after(office_day(spoken_at), in_force.rules.silence.working_days))


# Nearly every report of a day has the same deadlines, and the worker asks for each.
@lru_cache(maxsize=512)
def _deadlines(in_force: Calendar, kind: str, received_on: date) -> Deadlines:
    rules = in_force.rules
    rule = rules.deadline_rules[kind]
    return Deadlines(
        answer_due=_end_of(in_force.after(received_on, rule.answer.working_days)),
        result_due=_end_of(in_force.after(received_on, rule.result.working_days)),
        answer_rule=rules.rule_name(rule.answer.rule),
        result_rule=rules.rule_name(rule.result.rule),
        received_on=received_on,
        answer_term=rule.answer,
        result_term=rule.result,
        calendar=in_force,
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, END_OF_DAY, get_default_timezone()).astimezone(UTC)


def _explain(in_force: Calendar, received_on: date, working_days: int, language: str) -> str:
    days = [received_on + ONE_DAY * n for n in range(1, (in_force.after(received_on, working_days) - received_on).days)]
    free = [day for day in days if not in_force.is_working(day)]
    left_out = [weekday_name(n, language) for n in sorted({day.weekday() for day in free if in_force.is_weekend(day)})]
    names = [in_force.holiday(day, language) for day in free if not in_force.is_weekend(day)]
    if names:
        holidays = ngettext("%(n)d holiday (%(names)s)", "%(n)d holidays (%(names)s)", len(names))
        left_out.append(holidays % {"n": len(names), "names": ", ".join(dict.fromkeys(names))})
    counted = ngettext(
        "%(n)d working day from the day after it was received",
        "%(n)d working days from the day after it was received",
        working_days,
    ) % {"n": working_days}
    if not left_out:
        return counted
    return _("%(counted)s, not counting %(left_out)s") % {"counted": counted, "left_out": _in_a_row(left_out)}


def _in_a_row(names: list[str]) -> str:
    """`a`, `a and b`, `a, b, and c`, as the language of the page joins them."""
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return _("%(first)s and %(last)s") % {"first": names[0], "last": names[1]}
    return _("%(first)s, and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
