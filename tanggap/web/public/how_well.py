"""How well the government, or one agency, answers: in short, for the front page and an agency's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.metrics.formulas import Statistics
from tanggap.metrics.queries import PERIOD_DAYS, give_and_take
from tanggap.web.public import measure_words as say
from tanggap.web.public.charts import TwoSided, two_sided
from tanggap.web.words import number_words


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
    bars: TwoSided
    caption_in: str
    caption_out: str


@dataclass(frozen=True)
class Mini:
    """A small chart with its figure: `bars` of give and take, or one `part` of a hundred."""

    figure: str
    words: str
    note: str
    bars: TwoSided | None = None
    part: int | None = None
    part_words: str = ""
    rest_words: str = ""


def how_well(numbers: Statistics, agency: str = "") -> HowWell:
    """The last thirty days in short."""
    return HowWell(
        lead=_lead(numbers),
        figures=_figures(numbers),
        bars=two_sided(give_and_take(PERIOD_DAYS, agency)),
        caption_in=_wrote(numbers.incoming),
        caption_out=_answered(numbers.outgoing),
    )


def minis(numbers: Statistics, bars: TwoSided) -> list[Mini]:
    """Three small charts, the first with the bars of give and take; one whose number means nothing is left out."""
    found = []
    if numbers.balance is not None:
        found.append(
            Mini(
                number_words(round(numbers.balance, 2), 2),
                _("balance"),
                _("(1 = every post has its answer)"),
                bars=bars,
            )
        )
    if numbers.dialogue.value is not None:
        part = round(numbers.dialogue.value * 100)
        note = _("%(n)d of 100 are announcements") % {"n": 100 - part}
        found.append(
            Mini(f"{part}", _("of 100 are answers,"), note, part=part, part_words=_("answers"), rest_words=_("news"))
        )
    if numbers.on_time.value is not None:
        part = round(numbers.on_time.value * 100)
        found.append(
            Mini(f"{part}", _("of 100 answered on time"), "", part=part, part_words=_("on time"), rest_words=_("late"))
        )
    return found


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
    ten = round(share.value * 10)
    if ten == 10:
        return _("Nearly everyone who wrote in the last thirty days has an answer.")
    return _("Of 10 citizens who wrote in the last thirty days, %(n)d have an answer; the others still wait.") % {
        "n": ten
    }


def _figures(numbers: Statistics) -> list[Figure]:
    figures = []
    if numbers.on_time.value is not None:
        share = round(numbers.on_time.value * 100)
        figures.append(Figure(str(share), _("of 100"), _("reports were answered on time.")))
    if numbers.first_answer.median is not None:
        number, unit = say.hours(numbers.first_answer.median).split(" ", 1)
        figures.append(Figure(number, unit, _("until the first answer. Half of the citizens wait longer.")))
    if numbers.dismissed:
        words = ngettext("report was set aside.", "reports were set aside.", numbers.dismissed)
        figures.append(
            Figure(number_words(numbers.dismissed), _("of %(n)s") % {"n": number_words(numbers.opened)}, words)
        )
    return figures


def _wrote(count: int) -> str:
    return ngettext("%(n)s post by citizens", "%(n)s posts by citizens", count) % {"n": number_words(count)}


def _answered(count: int) -> str:
    return ngettext("%(n)s answer of ours", "%(n)s answers of ours", count) % {"n": number_words(count)}
