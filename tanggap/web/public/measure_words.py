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
    if whole.on_time.value is None:
        return _too_few(whole)
    if whole.on_time.part == whole.on_time.whole:
        return _("No answer came late in this time.")
    rated = [(agency, numbers.on_time) for agency, numbers in known if numbers.on_time.value is not None]
    if rated:
        agency, share = min(rated, key=lambda pair: pair[1].value or 0)
        if late := share.whole - share.part:
            said = {"agency": agency.name, "late": number(late), "whole": number(share.whole)}
            return _("Bad news first: %(agency)s did not answer %(late)s of %(whole)s reports in time.") % said
    said = {"late": number(whole.on_time.whole - whole.on_time.part), "whole": number(whole.on_time.whole)}
    return _("Bad news first: %(late)s of %(whole)s reports were not answered in time.") % said


def _too_few(whole: Statistics) -> str:
    """What cannot be judged yet: everything, or only whether answers come on time."""
    if whole.answered.value is None and whole.dialogue.value is None and whole.first_answer.median is None:
        return _("There are too few reports yet to judge by. Every number appears here as soon as it means something.")
    return _("Too few answers were due in this time to say whether they come on time. The other measures stand below.")


def on_time(known: Known, whole: Statistics) -> str:
    """Of those that were due, how many were answered in time, and who is best and worst at it."""
    share = whole.on_time
    if not share.whole:
        return _("No answer was due in this time.")
    if share.value is None:
        return _("%(part)d of %(whole)d were answered on time.") % {"part": share.part, "whole": share.whole}
    text = ngettext(
        "%(part)s of %(whole)s reports was answered on time (%(share)s).",
        "%(part)s of %(whole)s reports were answered on time (%(share)s).",
        share.part,
    ) % _counts(share)
    rated = sorted(
        ((numbers.on_time.value, agency.name) for agency, numbers in known if numbers.on_time.value is not None)
    )
    if len(rated) < 2 or rated[-1][0] - rated[0][0] < APART:
        return text
    both = {"best": rated[-1][1], "worst": rated[0][1]}
    ends = _("%(best)s is the most punctual, %(worst)s the most often late.") % both
    return f"{text} {ends}"


def received(whole: Statistics) -> str:
    """How much reached the government, whatever it was."""
    if not whole.received:
        return _("Nothing was sent to us in this time.")
    said = {"n": number(whole.received)}
    return ngettext("%(n)s post reached us.", "%(n)s posts reached us.", whole.received) % said


def answered(whole: Statistics) -> str:
    """Of those that were opened, how many have an answer."""
    share = whole.answered
    if not share.whole:
        return _("No report was opened in this time.")
    if share.value is None:
        return _("%(part)d of %(whole)d reports have an answer.") % {"part": share.part, "whole": share.whole}
    return ngettext(
        "%(part)s of %(whole)s reports has an answer by now (%(share)s).",
        "%(part)s of %(whole)s reports have an answer by now (%(share)s).",
        share.part,
    ) % _counts(share)


def waiting(whole: Statistics) -> str:
    """How long those who have an answer waited for it; those who still wait cannot be counted yet."""
    times = whole.first_answer
    if times.median is None or times.ninetieth is None:
        return _("There are too few answers yet to say how long citizens wait.")
    said = {"half": hours(times.median), "slow": hours(times.ninetieth)}
    return _("Half of those who have an answer waited %(half)s at most, one in ten longer than %(slow)s.") % said


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
    return ngettext(
        "%(part)s of the %(whole)s things we said is an answer to citizens (%(share)s).",
        "%(part)s of the %(whole)s things we said are answers to citizens (%(share)s).",
        share.part,
    ) % _counts(share)


def without(agencies: Sequence[Agency]) -> str:
    """The agencies that a measure says nothing of, in one sentence; empty if there are none."""
    if not agencies:
        return ""
    return _("Nothing to count yet: %(names)s.") % {"names": ", ".join(agency.name for agency in agencies)}


def few(share: Share) -> str:
    """A count where a share would say too much about a handful."""
    return _("%(part)d of %(whole)d") % {"part": share.part, "whole": share.whole}


def percent(value: float) -> str:
    """A share of one as people read it, its sign on the same line."""
    return f"{value * 100:.0f}\u00a0%"


def _counts(share: Share) -> dict[str, str]:
    """The real counts and their share, so that nobody takes the one for the other."""
    return {"part": number(share.part), "whole": number(share.whole), "share": percent(share.value or 0)}


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
