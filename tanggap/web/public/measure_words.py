"""What the measures say, in sentences of plain words. Bad news first; a handful is no share."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.metrics.formulas import Share, Statistics, Times
from tanggap.registry.models import Agency
from tanggap.web.words import number_words as number

Known = Sequence[tuple[Agency, Statistics]]
DAY = 24.0
# Differences smaller than this are no news.
APART = 0.05


def lead(known: Known, whole: Statistics) -> str:
    """The page's one sentence."""
    rated = [(agency, numbers.on_time) for agency, numbers in known if numbers.on_time.value is not None]
    if not rated:
        return _("There are too few reports yet to judge by. Every number appears here as soon as it means something.")
    agency, share = min(rated, key=lambda pair: pair[1].value or 0)
    late = 100 - round((share.value or 0) * 100)
    if late == 0:
        return _("Hardly any answer came late in this time.")
    said = {"agency": agency.name, "late": late}
    return _("Bad news first: %(agency)s answered %(late)d of 100 reports too late.") % said


def on_time(known: Known, whole: Statistics) -> str:
    """Of those that were due, how many were answered in time, and who is best and worst at it."""
    share = whole.on_time
    if not share.whole:
        return _("No answer was due in this time.")
    if share.value is None:
        return _("%(part)d of %(whole)d were answered on time.") % {"part": share.part, "whole": share.whole}
    of_100 = round(share.value * 100)
    text = ngettext(
        "Of 100 reports, %(n)d was answered on time.", "Of 100 reports, %(n)d were answered on time.", of_100
    ) % {"n": of_100}
    rated = sorted(
        ((numbers.on_time.value, agency.name) for agency, numbers in known if numbers.on_time.value is not None)
    )
    if len(rated) < 2 or rated[-1][0] - rated[0][0] < APART:
        return text
    both = {"best": rated[-1][1], "worst": rated[0][1]}
    ends = _("%(best)s is the most punctual, %(worst)s the most often late.") % both
    return f"{text} {ends}"


def answered(whole: Statistics) -> str:
    """Of those that were opened, how many have an answer."""
    share = whole.answered
    if not share.whole:
        return _("No report was opened in this time.")
    if share.value is None:
        return _("%(part)d of %(whole)d reports have an answer.") % {"part": share.part, "whole": share.whole}
    of_100 = round(share.value * 100)
    return ngettext(
        "Of 100 reports, %(n)d has an answer by now.", "Of 100 reports, %(n)d have an answer by now.", of_100
    ) % {"n": of_100}


def waiting(whole: Statistics) -> str:
    """How long half of the citizens, and the slowest tenth, waited."""
    times = whole.first_answer
    if times.median is None or times.ninetieth is None:
        return _("There are too few answers yet to say how long citizens wait.")
    said = {"half": hours(times.median), "slow": hours(times.ninetieth)}
    return _("Half of the citizens had an answer within %(half)s. One in ten waited longer than %(slow)s.") % said


def reciprocity(whole: Statistics) -> str:
    """Who speaks, and who answers."""
    if not whole.incoming and not whole.outgoing:
        return _("Nobody wrote in this time.")
    wrote = ngettext("Citizens wrote %(n)s time", "Citizens wrote %(n)s times", whole.incoming)
    answers = ngettext("we answered %(n)s time", "we answered %(n)s times", whole.outgoing)
    first, second = wrote % {"n": number(whole.incoming)}, answers % {"n": number(whole.outgoing)}
    text = _("%(first)s, %(second)s.") % {"first": first, "second": second}
    if whole.balance is None:
        return text
    balance = _("Balance: %(b)s.") % {"b": number(round(whole.balance, 2), 2)}
    return f"{text} {balance}"


def dialogue(whole: Statistics) -> str:
    """How much of what we say is an answer."""
    share = whole.dialogue
    if share.value is None:
        if not share.whole:
            return _("We said nothing in this time.")
        said = {"answers": share.part, "news": share.whole - share.part}
        return _("Answers: %(answers)d. Announcements: %(news)d.") % said
    return _("Of 100 things we say, %(n)d are answers to citizens.") % {"n": round(share.value * 100)}


def without(agencies: Sequence[Agency]) -> str:
    """The agencies that a measure says nothing of, in one sentence; empty if there are none."""
    if not agencies:
        return ""
    return _("Nothing to count yet: %(names)s.") % {"names": ", ".join(agency.name for agency in agencies)}


def few(share: Share) -> str:
    """A count where a share would say too much about a handful."""
    return _("%(part)d of %(whole)d") % {"part": share.part, "whole": share.whole}


def hours(count: float) -> str:
    """A length of time from hours, in the unit that people would use."""
    if count < 1:
        minutes = max(1, round(count * 60))
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    if count < 2 * DAY:
        return ngettext("%(n)d hour", "%(n)d hours", round(count)) % {"n": round(count)}
    return ngettext("%(n)d day", "%(n)d days", round(count / DAY)) % {"n": round(count / DAY)}


def share_cells(share: Share) -> list[str]:
    """A share as the cells of its table row."""
    cells = [number(share.part), number(share.whole)]
    if share.value is None or share.low is None or share.high is None:
        return [*cells, "–", "–", "–"]
    return [*cells, *(f"{value * 100:.0f}" for value in (share.value, share.low, share.high))]


def time_cells(times: Times) -> list[str]:
    """Times as the cells of their table row."""
    if times.median is None or times.tenth is None or times.ninetieth is None:
        return [number(times.count), "–", "–", "–"]
    return [number(times.count), hours(times.median), hours(times.tenth), hours(times.ninetieth)]


def balance_cells(numbers: Statistics) -> list[str]:
    """Posts, answers and their balance as cells."""
    balance = "–" if numbers.balance is None else number(round(numbers.balance, 2), 2)
    return [number(numbers.incoming), number(numbers.outgoing), balance]
