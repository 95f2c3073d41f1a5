"""The public record in sentences: newest first, and any entry by its number or its case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.base.ids import read_tracking_id
from tanggap.records.models import Entry
from tanggap.records.queries import entries_about
from tanggap.web.public.record_words import Known, Sentence, known_names, sentence_of
from tanggap.web.words import local

ON_A_PAGE, ABOVE = 40, 8
# Nobody's log reaches this many entries, and a database's integer does.
MOST_INDEX = 2**53


@dataclass(frozen=True)
class Line:
    """One entry of the log as a sentence."""

    entry: Entry
    sentence: Sentence
    # A sealed entry tells its day and nothing finer.
    is_dated_only: bool
    is_asked_for: bool


@dataclass(frozen=True)
class Day:
    """The lines of one local day."""

    day: date
    lines: Sequence[Line]


@dataclass(frozen=True)
class RecordPage:
    """A stretch of the log."""

    size: int
    days: Sequence[Day]
    newer: int | None
    older: int | None
    asked: str = ""
    missing: str = ""
    about: str = ""


@require_safe
def show_record(request: HttpRequest) -> HttpResponse:
    """The log: from the newest entry, from `?before=`, around `?at=`, or what `?q=` asks for."""
    asked = request.GET.get("q", "").strip()[:100]
    if asked:
        return _search(request, asked)
    at, before = _number(request.GET.get("at")), _number(request.GET.get("before"))
    size = _size()
    top = size if before is None else min(before, size)
    if at is not None and at < size:
        top = min(at + ABOVE + 1, size)
    entries = list(Entry.objects.filter(index__lt=top).order_by("-index")[:ON_A_PAGE])
    older = entries[-1].index if entries and entries[-1].index else None
    newer = min(top + ON_A_PAGE, size) if top < size else None
    missing = _("There is no entry %(n)d yet.") % {"n": at} if at is not None and at >= size else ""
    page = RecordPage(size, _days(entries, at), newer, older, missing=missing)
    return render(request, "tanggap/record.html", {"page": page}, status=404 if missing else 200)


def _search(request: HttpRequest, asked: str) -> HttpResponse:
    """A number of digits alone is an entry's; eight letters and digits are a report's."""
    digits = asked.replace(".", "").replace(",", "").replace(" ", "")
    number = read_tracking_id(asked)
    if digits.isdecimal() and len(digits) != 8:
        index = _number(digits)
        return redirect(f"/record/?at={index}#{index}") if index is not None else _nothing(request, asked)
    entries = [entry for entry in entries_about([f"case:{number}"]) if entry.index is not None] if number else []
    if entries:
        page = RecordPage(_size(), _days(entries[::-1], None), None, None, asked=asked, about=number or "")
        return render(request, "tanggap/record.html", {"page": page})
    if digits.isdecimal() and (index := _number(digits)) is not None and index < _size():
        return redirect(f"/record/?at={index}#{index}")
    return _nothing(request, asked)


def _nothing(request: HttpRequest, asked: str) -> HttpResponse:
    missing = _("Nothing in the record has this number. Sealed reports never stand there with their number.")
    page = RecordPage(_size(), (), None, None, asked=asked, missing=missing)
    return render(request, "tanggap/record.html", {"page": page}, status=404)


def _size() -> int:
    newest = Entry.objects.exclude(index=None).order_by("-index").values_list("index", flat=True).first()
    return 0 if newest is None else newest + 1


def _days(entries: Sequence[Entry], at: int | None) -> list[Day]:
    """The entries in their order under the days they came. A sealed one tells its day itself and opens none."""
    known = known_names(entries)
    days: list[tuple[date, list[Line]]] = []
    for entry in entries:
        line = _line(entry, known, at)
        day = local(entry.time).date()
        if not days or (days[-1][0] != day and not line.is_dated_only):
            days.append((day, []))
        days[-1][1].append(line)
    return [Day(day, lines) for day, lines in days]


def _line(entry: Entry, known: Known, at: int | None) -> Line:
    is_sealed = entry.subject.startswith("sealed:")
    return Line(entry, sentence_of(entry, known), is_sealed, at is not None and entry.index == at)


def _number(given: str | None) -> int | None:
    if not given or not given.isdecimal() or len(given) > 15:
        return None
    return int(given) if int(given) < MOST_INDEX else None
