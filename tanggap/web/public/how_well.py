"""How well the government answers: in short, for the front page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.metrics.formulas import Share, Statistics
from tanggap.metrics.queries import PERIOD_DAYS, give_and_take
from tanggap.web.public import measure_words as say
from tanggap.web.public.charts import TwoSided, two_sided
from tanggap.web.words import number_words

# From here on it is nearly all.
NEARLY_ALL = 0.95
# A chart of fewer days with anything in them, and no answer, would be a few bars on one side.
DAYS_OF_A_CHART = 7


@dataclass(frozen=True)
class Figure:
    """A number that carries a sentence."""

    number: str
    unit: str
    words: str


@dataclass(frozen=True)
class HowWell:
    """A lead, up to three figures, and the chart of give and take."""

    lead: str
    figures: Sequence[Figure]
    bars: TwoSided | None
    caption_in: str
    caption_out: str
    has_posts: bool = False


def how_well(numbers: Statistics) -> HowWell:
    """The last thirty days in short."""
    days = give_and_take(PERIOD_DAYS)
    return HowWell(
        lead=_lead(numbers),
        figures=_figures(numbers),
        bars=two_sided(days) if _is_worth_a_chart(numbers, days) else None,
        caption_in=_wrote(numbers.incoming),
        caption_out=_answered(numbers.outgoing),
        has_posts=numbers.incoming > 0,
    )


def _is_worth_a_chart(numbers: Statistics, days: Sequence[tuple[int, int]]) -> bool:
    return numbers.outgoing > 0 or sum(1 for pair in days if any(pair)) >= DAYS_OF_A_CHART


def _lead(numbers: Statistics) -> str:
    share = numbers.answered
    if not share.whole:
        return _("Nobody has written in the last thirty days.")
    if share.value is None:
        return ngettext(
            "%(whole)d report in thirty days, %(part)d answered.",
            "%(whole)d reports in thirty days, %(part)d answered.",
            share.whole,
        ) % {"whole": share.whole, "part": share.part}
    if share.part == share.whole:
        return _("All %(whole)s reports of the last 30 days have been answered.") % {"whole": number_words(share.whole)}
    if share.value >= NEARLY_ALL:
        return _("Nearly every report of the last 30 days has been answered.")
    return _counted(share)


def _counted(share: Share) -> str:
    """The counts themselves. Of the rest it says nothing: some wait, some were set aside."""
    if not share.part:
        none = _("None of the %(whole)s reports of the last 30 days has been answered yet.")
        return none % {"whole": number_words(share.whole)}
    return ngettext(
        "%(part)s of %(whole)s reports of the last 30 days has been answered.",
        "%(part)s of %(whole)s reports of the last 30 days have been answered.",
        share.part,
    ) % {"part": number_words(share.part), "whole": number_words(share.whole)}


def _figures(numbers: Statistics) -> list[Figure]:
    figures = []
    if numbers.on_time.value is not None:
        share = numbers.on_time
        words = ngettext(
            "of %(n)s report that was due was answered on time.",
            "of %(n)s reports that were due were answered on time.",
            share.whole,
        ) % {"n": number_words(share.whole)}
        figures.append(Figure(str(round(numbers.on_time.value * 100)), "%", words))
    if numbers.first_answer.median is not None:
        number, unit = say.hours(numbers.first_answer.median).split(" ", 1)
        figures.append(Figure(number, unit, _("until the first answer, at most, for half of those who have one.")))
    if numbers.dismissed:
        words = ngettext("reports was set aside.", "reports were set aside.", numbers.dismissed)
        figures.append(
            Figure(number_words(numbers.dismissed), _("of %(n)s") % {"n": number_words(numbers.opened)}, words)
        )
    return figures


def _wrote(count: int) -> str:
    return ngettext("%(n)s post by citizens", "%(n)s posts by citizens", count) % {"n": number_words(count)}


def _answered(count: int) -> str:
    return ngettext("%(n)s answer from us", "%(n)s answers from us", count) % {"n": number_words(count)}
