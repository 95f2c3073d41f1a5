"""How well the government answers, each measure with a sentence, a chart and a table; all from the record alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tanggap.metrics.formulas import NOTHING, Share, Statistics, measured
from tanggap.metrics.queries import DaySums, day_by_day, statistics_of, statistics_of_each
from tanggap.registry.models import Agency
from tanggap.web.public import measure_words as say
from tanggap.web.public.charts import TwoSided, one_sided, span, two_sided
from tanggap.web.words import day_words

PERIODS = (30, 90, 365)
# Beyond this many days the bars stand for weeks.
DAYS_AS_BARS = 31


@dataclass(frozen=True)
class Row:
    """One agency's bar. Where there are too few to speak of a share, only the words are there."""

    name: str
    slug: str
    said: str
    more: str = ""
    bar: str = ""
    whisker: str = ""
    point: str = ""


@dataclass(frozen=True)
class Measure:
    """One measure as the page shows it."""

    key: str
    heading: str
    sentence: str
    note: str
    rows: Sequence[Row]
    axis: Sequence[str]
    head: Sequence[str]
    table: Sequence[Sequence[str]]
    # What the marks of the chart mean, where there are any.
    legend: str = ""
    # One sentence for the agencies that have nothing to count, in place of an empty bar for each.
    without: str = ""
    bars: TwoSided | None = None
    caption_in: str = ""
    caption_out: str = ""

    @property
    def has_marks(self) -> bool:
        """Whether any row has more than words to show."""
        return any(row.bar or row.point or row.whisker for row in self.rows)

    @property
    def lines(self) -> Sequence[tuple[str, str]]:
        """The one row of one agency, each number on a line of its own: no wider than a phone."""
        return list(zip(self.head[1:], self.table[0][1:], strict=True))


@dataclass(frozen=True)
class MeasuresPage:
    """All measures over a period, of the whole government or one agency."""

    lead: str
    days: int
    agency: str
    agencies: Sequence[Agency]
    measures: Sequence[Measure]
    periods: Sequence[int] = PERIODS


Known = Sequence[tuple[Agency, Statistics]]


@require_safe
def show_measures(request: HttpRequest) -> HttpResponse:
    """The measures, by default of every agency over the last thirty days."""
    agencies = list(Agency.objects.active())
    page = page_of(agencies, chosen_agency(request, agencies), chosen_days(request))
    return render(request, "tanggap/measures.html", {"page": page})


def page_of(agencies: Sequence[Agency], chosen: Agency | None, days: int) -> MeasuresPage:
    """The measures of one agency, or of all that there are to choose from."""
    whole = statistics_of(chosen.public_id if chosen else "", days)
    known = [(chosen, whole)] if chosen else _known(agencies, days)
    return MeasuresPage(
        lead=say.lead(known, whole),
        days=days,
        agency=chosen.slug if chosen else "",
        agencies=agencies,
        measures=measures_of(known, whole, days, chosen.public_id if chosen else ""),
    )


def chosen_agency(request: HttpRequest, agencies: Sequence[Agency]) -> Agency | None:
    """The agency that was asked for; None is all of them."""
    return next((agency for agency in agencies if agency.slug == request.GET.get("agency")), None)


def chosen_days(request: HttpRequest) -> int:
    """The period that was asked for, or the usual one."""
    given = request.GET.get("days", "")
    return int(given) if given.isdecimal() and int(given) in PERIODS else PERIODS[0]


def _known(agencies: Sequence[Agency], days: int) -> Known:
    """Each agency's measures, also of those that did nothing in this time."""
    each, nothing = statistics_of_each(days), measured(NOTHING)
    return [(agency, each.get(agency.public_id, nothing)) for agency in agencies]


def measures_of(known: Known, whole: Statistics, days: int, agency: str = "") -> list[Measure]:
    """Every measure of the page, in its order; posts in only of the whole government."""
    by_day = day_by_day(days, agency)
    return [
        *([] if agency else [_received(whole, by_day)]),
        _on_time(known, whole),
        _waiting(known, whole),
        _reciprocity(known, whole, by_day),
        _answered(known, whole),
        _dialogue(known, whole),
    ]


def _share_row(agency: Agency, share: Share) -> Row:
    if share.value is None or share.low is None or share.high is None:
        return Row(agency.name, agency.slug, say.few(share))
    low, high, at = share.low * 100, share.high * 100, share.value * 100
    return Row(
        name=agency.name,
        slug=agency.slug,
        said=say.percent(share.value),
        more=_("between %(low)d and %(high)d") % {"low": round(low), "high": round(high)},
        bar=span(0, at),
        whisker=f"M{low:.1f} 9H{high:.1f}",
        point=f"M{at:.1f} 1v16",
    )


def _share_measure(
    key: str,
    heading: str,
    sentence: str,
    note: str,
    known: Known,
    of: Callable[[Statistics], Share],
    counted: Sequence[str],
) -> Measure:
    """`counted` names the two counts: what is good, and of how many."""
    pairs = sorted(known, key=lambda pair: -(of(pair[1]).value or -1))
    empty = [agency for agency, numbers in pairs if not of(numbers).whole]
    return Measure(
        key=key,
        heading=heading,
        sentence=sentence,
        note=note,
        legend=_("The thin line is the plausible range (95 %)."),
        rows=[_share_row(agency, of(numbers)) for agency, numbers in pairs if of(numbers).whole],
        without=say.without(empty) if len(empty) < len(pairs) else "",
        axis=["0", "50", say.percent(1)],
        head=[_("Agency"), *counted, _("Per cent"), _("At least"), _("At most")],
        table=[[agency.name, *say.share_cells(of(numbers))] for agency, numbers in pairs],
    )


def _on_time(known: Known, whole: Statistics) -> Measure:
    sentence = say.on_time(known, whole)
    note = _("Reports whose answer was due in this time.")
    counted = (_("On time"), _("Due"))
    return _share_measure("on-time", _("On time"), sentence, note, known, lambda numbers: numbers.on_time, counted)


def _answered(known: Known, whole: Statistics) -> Measure:
    note = _("Reports opened in this time.")
    if whole.dismissed:
        note = _("Reports opened in this time. Set aside: %(n)d. They count as opened, not as answered.")
    sentence, counted = say.answered(whole), (_("Answered"), _("Reports"))
    return _share_measure(
        "answered",
        _("Answered"),
        sentence,
        note % {"n": whole.dismissed},
        known,
        lambda numbers: numbers.answered,
        counted,
    )


def _dialogue(known: Known, whole: Statistics) -> Measure:
    note = _("Of everything an agency said: answers to citizens, against announcements. Receipts are not counted.")
    sentence = say.dialogue(whole)
    counted = (_("Answers"), _("Everything said"))
    return _share_measure("dialogue", _("Dialogue"), sentence, note, known, lambda numbers: numbers.dialogue, counted)


def _waiting(known: Known, whole: Statistics) -> Measure:
    known = sorted(known, key=lambda pair: pair[1].first_answer.median or float("inf"))
    longest = max((numbers.first_answer.ninetieth or 0 for _agency, numbers in known), default=0) or 1
    rows = []
    empty = [agency for agency, numbers in known if not numbers.first_answer.count]
    for agency, numbers in known:
        times = numbers.first_answer
        if not times.count:
            continue
        if times.median is None or times.tenth is None or times.ninetieth is None:
            answers = ngettext("%(n)d answer", "%(n)d answers", times.count) % {"n": times.count}
            rows.append(Row(agency.name, agency.slug, answers))
            continue
        low, at, high = (hours / longest * 100 for hours in (times.tenth, times.median, times.ninetieth))
        rows.append(
            Row(agency.name, agency.slug, say.hours(times.median), bar=span(low, high), point=f"M{at:.1f} 1v16")
        )
    return Measure(
        key="waiting",
        heading=_("Waiting"),
        sentence=say.waiting(whole),
        note=_("Clock hours."),
        legend=_("The bar runs from the fastest tenth to the slowest tenth; the upright mark is the middle."),
        rows=rows,
        without=say.without(empty) if rows else "",
        axis=["0", "", say.hours(longest)],
        head=[_("Agency"), _("Answers"), _("Middle"), _("Fastest tenth"), _("Slowest tenth")],
        table=[[agency.name, *say.time_cells(numbers.first_answer)] for agency, numbers in known],
    )


def _received(whole: Statistics, by_day: Sequence[DaySums]) -> Measure:
    bars = _as_bars(by_day)
    rest = whole.received - sum(sums.received for sums in bars)
    table = [[day_words(sums.day), say.number(sums.received)] for sums in bars]
    before = [[_("before that"), say.number(rest)]] if rest else []
    return Measure(
        key="received",
        heading=_("Posts in"),
        sentence=say.received(whole),
        note=_("Everything that reached an official account or the form. Not every post is a report."),
        rows=[],
        axis=[],
        head=[_("Week from") if len(by_day) > DAYS_AS_BARS else _("Day"), _("Posts")],
        table=[*before, *table, [_("Together"), say.number(whole.received)]],
        bars=one_sided([sums.received for sums in bars]),
    )


def _reciprocity(known: Known, whole: Statistics, by_day: Sequence[DaySums]) -> Measure:
    return Measure(
        key="balance",
        heading=_("Give and take"),
        sentence=say.reciprocity(whole),
        note=_("Balance is 1 when every post is answered once, and near 0 when only one side speaks."),
        rows=[],
        axis=[],
        head=[_("Agency"), _("Posts to it"), _("Its answers"), _("Balance")],
        table=[[agency_.name, *say.balance_cells(numbers)] for agency_, numbers in known],
        bars=two_sided([(sums.incoming, sums.outgoing) for sums in _as_bars(by_day)]),
        caption_in=ngettext("%(n)s post by citizens", "%(n)s posts by citizens", whole.incoming)
        % {"n": say.number(whole.incoming)},
        caption_out=ngettext("%(n)s answer from us", "%(n)s answers from us", whole.outgoing)
        % {"n": say.number(whole.outgoing)},
    )


def _as_bars(days: Sequence[DaySums]) -> Sequence[DaySums]:
    """Each day, or of a long time whole weeks counted back from today; a beginning that is no week is left out."""
    if len(days) <= DAYS_AS_BARS:
        return days
    weeks = [days[at : at + 7] for at in range(len(days) % 7, len(days), 7)]
    return [
        DaySums(
            day=week[0].day,
            received=sum(sums.received for sums in week),
            incoming=sum(sums.incoming for sums in week),
            outgoing=sum(sums.outgoing for sums in week),
        )
        for week in weeks
    ]
