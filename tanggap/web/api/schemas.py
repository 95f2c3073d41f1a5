"""What the interface takes and gives."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator


def _storable(text: str) -> str:
    """Half a surrogate pair, which JSON can write, is no text: it can neither be stored nor sent."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("half a surrogate pair is no text")
    return text


Text = Annotated[str, AfterValidator(_storable)]


class Credentials(Schema):
    """User name and password of somebody who signs in at the desk too."""

    username: Text
    password: Text


class Token(Schema):
    """Send it as `Authorization: Bearer …`; it is good for twelve hours."""

    token: str


class CaseRow(Schema):
    """A case in a list. `subject` is its name in the record; `source` the network it came from."""

    id: str
    status: str
    agency: str
    subject: str
    kind: str
    urgency: str
    source: str
    opened_at: datetime
    due_at: datetime
    title: str


class StepRow(Schema):
    """One thing that happened in a case; `entry` is its place in the record, null until it has one."""

    id: int
    kind: str
    at: datetime
    entry: int | None
    mandate: str | None
    text: str
    by: str


class CaseWhole(CaseRow):
    """A case with everything that happened in it; `newest_step` goes along with an answer."""

    steps: list[StepRow]
    newest_step: int


class CaseList(Schema):
    """A page of cases, most urgent first."""

    cases: list[CaseRow]
    next: int | None


class NewAnswer(Schema):
    """An answer's words, and the newest step its writer saw (refused with 409 if the thread changed since)."""

    text: Text
    newest_step: int | None = None


class Answered(Schema):
    """The answer's step."""

    id: int
    message: str
    mandate: str


class Problem(Schema):
    """RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
