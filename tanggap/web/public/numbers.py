"""Which numbers in somebody's words are a person's: telephones, NIK and KK, cards, accounts.

Sums of money, dates, years, decrees and emergency numbers have many digits too, and are what a report is about.
Where a number can be read both ways, it is the person's. Pure and linear; works on a shadow (`shadow.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_BETWEEN = r"[\s.,\-()/_*~|:+]{0,5}"
# Nine digits or more, however they are grouped.
_NUMBER = re.compile(rf"[(+]{{0,2}}\d(?:{_BETWEEN}\d){{8,}}\)?")
# A telephone's beginning, or the length of a NIK, leaves no doubt that a letter stands for a digit.
_LETTERED = re.compile(
    rf"(?<![^\W_])(?:[oO0]|\+?62{_BETWEEN})8(?:{_BETWEEN}[\doOlI]){{8,11}}(?![^\W_])"
    r"|(?<![^\W_])[\doOlI]{16}(?![^\W_])"
)
_SURE_DIGITS, _SHORTEST, _SHORTEST_WITH_ZERO = 7, 10, 9

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_DATE = (
    "(?:"
    + "|".join(f"{_DAY}{mark}{_MONTH}{mark}{_YEAR}|{_YEAR}{mark}{_MONTH}{mark}{_DAY}" for mark in ("/", r"\.", "-"))
    + ")"
)
_TIME = r"(?:[01]?\d|2[0-4])[.:][0-5]\d(?:[.:][0-5]\d)?"
_MONEY = r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d\d)?|[1-9]\d{0,2}(?:,\d{3})+(?:\.\d\d)?"
_DECREE = rf"[1-9]\d*(?:[./\-]\d+)*/{_YEAR}"
_EMERGENCY = r"11[02-9]|129|1500\d{3}"


def _whole(pattern: str) -> re.Pattern[str]:
    """The pattern as a word of its own within a run of digits."""
    return re.compile(rf"(?<![^\s,(])(?:{pattern})(?![^\s,)])")


# The span of two days is told from a NIK by its middle, which is not the mark within its dates.
_MOMENT = _whole(rf"{_DATE}(?:(?:\s-\s?|/|(?<=[/.]\d{{4}})-){_DATE})?|{_TIME}(?:\s?-\s?{_TIME})?")
_HARMLESS = _whole(f"{_MONEY}|{_YEAR}|{_DECREE}|{_EMERGENCY}")
_LIST = re.compile(r"\d{1,2}(?:\s\d{1,2})+")
_SINGLY = re.compile(r"\d(?:\s+\d)+")
_CURRENCY = re.compile(r"(?:(?<![^\W_])(?:rp|idr|usd)|[$€])\W{0,2}$", re.IGNORECASE)

_MOBILE = r"(?:0|62|0062|620)8\d{7,11}"
_LANDLINE = r"(?:0|62|0062)[2-9]\d{7,11}"
# Region, day (a woman's birth plus 40), month, year, serial. A family card has the day on which it was issued.
_NIK = r"[1-9]\d{5}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{6}"
_IDENTITY = re.compile(_NIK)
_SURE = re.compile(f"{_MOBILE}|{_NIK}")
_LIKELY = re.compile(f"{_MOBILE}|{_NIK}|{_LANDLINE}")
# Neighbours of a number that are looked at one by one.
_NEIGHBOURS = 6


def private_numbers(text: str) -> Iterator[Span]:
    """Where a person's numbers stand in a shadow."""
    for found in _NUMBER.finditer(text):
        start = found.start()
        if _CURRENCY.search(text[max(0, start - 6) : start]) and found[0][0] in "123456789":
            start += len(re.split(r"\s", found[0], maxsplit=1)[0])
        for first, last in _between(_MOMENT, text, start, found.end()):
            yield from _judged(text, first, last)


def lettered_numbers(text: str) -> Iterator[Span]:
    """Where letters stand for digits in a number that is surely one."""
    for found in _LETTERED.finditer(text):
        digits = len(_digits(found[0]))
        if digits >= _SURE_DIGITS and any(map(str.isalpha, found[0])):
            yield found.span()


def identity_numbers(text: str) -> Iterator[Span]:
    """Where a NIK or KK stands, and nothing else."""
    return ((start, end) for start, end in private_numbers(text) if _IDENTITY.fullmatch(_digits(text[start:end])))


def _judged(text: str, start: int, end: int) -> Iterator[Span]:
    """The parts of one run, free of dates and times, that are a person's."""
    start, end = _trimmed(text, start, end)
    if _SURE.fullmatch(_digits(text[start:end])):
        yield start, end
        return
    for first, last in _between(_HARMLESS, text, start, end):
        first, last = _narrowed(text, *_trimmed(text, first, last))
        if _LIKELY.fullmatch(_digits(text[first:last])) and not _LIST.fullmatch(text[first:last]):
            yield first, last
        else:
            yield from (span for span in _between(re.compile(","), text, first, last) if _is_long(text[slice(*span)]))


def _narrowed(text: str, start: int, end: int) -> Span:
    """Without a house number or a postal code before or behind a telephone: what is left reads as a person's alone."""
    if _LIKELY.fullmatch(_digits(text[start:end])):
        return start, end
    gaps = [start + gap.end() for gap in re.finditer(r"[\s,]+", text[start:end])]
    for gap in [*gaps[:_NEIGHBOURS], *gaps[_NEIGHBOURS:][-_NEIGHBOURS:]]:
        for first, last, rest in ((gap, end, text[start:gap]), (start, gap, text[gap:end])):
            if len(_digits(rest)) < _SHORTEST_WITH_ZERO and _LIKELY.fullmatch(_digits(text[first:last])):
                return _trimmed(text, first, last)
    return start, end


def _is_long(piece: str) -> bool:
    """Whether a piece that has no known shape is long enough to be an account, a card or a telephone elsewhere."""
    digits = _digits(piece)
    if _LIST.fullmatch(piece.strip()) and not _SINGLY.fullmatch(piece.strip()):
        return False
    return len(digits) >= (_SHORTEST_WITH_ZERO if piece.strip().startswith(("0", "+", "(")) else _SHORTEST)


def _between(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Span]:
    """What the pattern leaves of a part of the text."""
    for found in pattern.finditer(text, start, end):
        yield start, found.start()
        start = found.end()
    yield start, end


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without the spaces and marks around; a `+` or a bracket belongs to the number."""
    part = text[start:end]
    start += len(part) - len(part.lstrip(" \t\r\n.,-/_*~|:"))
    return start, max(start, end - (len(part) - len(part.rstrip(" \t\r\n.,-/_*~|:+("))))


def _digits(piece: str) -> str:
    return "".join(filter(str.isdigit, piece))
