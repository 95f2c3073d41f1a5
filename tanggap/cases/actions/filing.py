"""What filing reads and makes, without a model's instance for each: every post passes here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tanggap.base.ids import tracking_id
from tanggap.cases.events import CaseEvent
from tanggap.cases.models import Case, CaseState
from tanggap.inbox.actions.receive import is_sealed
from tanggap.people.models import Identity
from tanggap.registry.models import Agency, Mandate

READ = (
    "id",
    "public_id",
    "thread_id",
    "author_id",
    "author__citizen_id",
    "network",
    "agency_id",
    "audience",
    "form",
    "received_at",
    "deleted_at",
    "in_reply_to__author__citizen_id",
    "understanding__language",
    "understanding__kind",
    "understanding__urgency",
    "understanding__agency_id",
    "understanding__says",
)


@dataclass(frozen=True, slots=True)
class ReadPost:
    """An understood post, as far as filing needs it."""

    id: int
    public_id: str
    thread_id: int
    author_id: int
    citizen_id: int
    network: str
    addressed_agency_id: int | None
    audience: str
    form: dict[str, Any]
    received_at: datetime
    deleted_at: datetime | None
    # Who wrote what it answers; nobody where that is the government.
    answered_citizen_id: int | None
    language: str
    kind: str
    urgency: str
    likeliest_agency_id: int | None
    says: str

    @property
    def is_sealed(self) -> bool:
        """Whether only its officers may know of it."""
        return is_sealed(self.audience, self.form)

    @property
    def agency_id(self) -> int | None:
        """The agency that it is addressed to, else the one whose words it holds."""
        return self.addressed_agency_id or self.likeliest_agency_id


def read_for_filing(posts: QuerySet[Any], to_post: str = "") -> list[ReadPost]:
    """Posts as filing needs them, in one statement; `to_post` leads from the rows to their posts."""
    return [ReadPost(*row) for row in posts.values_list(*(to_post + name for name in READ))]


@dataclass(slots=True)
class NewCase:
    """A case on its way to its row; `id` is 0 until it has one."""

    post: ReadPost
    agency: Agency
    tracking_id: str
    subject: str
    is_sealed: bool
    kind: str
    answer_due: datetime
    result_due: datetime
    answer_rule: str
    result_rule: str
    opened_at: datetime
    grew_from_id: int | None
    author: Identity | None
    id: int = 0
    state: str = CaseState.OPEN.value
    moved_at: datetime | None = None

    @property
    def author_id(self) -> int:
        """Who wrote the post that opened it."""
        return self.post.author_id

    @property
    def citizen_id(self) -> int:
        """Whose case it is."""
        return self.post.citizen_id

    @property
    def to_acknowledge(self) -> bool:
        """Whether a receipt may be due; whoever fills in a form reads the number on the next page."""
        return self.post.network != "webform"

    def row(self) -> tuple[Any, ...]:
        """The values of `rows.CASE_COLUMNS`."""
        post, secret = self.post, self.post.form.get("secret_hash")
        return (
            self.tracking_id,
            self.subject,
            bytes.fromhex(secret) if secret else None,
            self.agency.id,
            post.thread_id,
            post.id,
            post.author_id,
            post.network,
            self.kind,
            post.urgency,
            post.language,
            post.audience,
            self.is_sealed,
            bool(post.form.get("anonymous")),
            self.grew_from_id,
            self.state,
            "",
            post.received_at,
            self.answer_due,
            self.result_due,
            self.answer_rule,
            self.result_rule,
            self.opened_at,
            self.moved_at or self.opened_at,
        )


@dataclass(slots=True)
class NewStep:
    """A step on its way to its row."""

    case: NewCase | Case
    kind: str
    at: datetime
    post_id: int
    says: str = ""


@dataclass(slots=True)
class Filing:
    """What one batch changes, gathered so that each table is written once. Each event has its step."""

    agencies: dict[int, Agency]
    standing: dict[int, Mandate]
    authors: dict[int, Identity]
    known: dict[int, list[NewCase | Case]] = field(default_factory=dict)
    # Threads that a publication began: whoever answers there brings a matter of their own.
    published: set[int] = field(default_factory=set)
    # Numbers that a form was given and an older case has.
    taken: set[str] = field(default_factory=set)
    opened: list[NewCase] = field(default_factory=list)
    changed: dict[int, Case] = field(default_factory=dict)
    steps: list[NewStep] = field(default_factory=list)
    events: list[CaseEvent] = field(default_factory=list)
    # Who is in danger: the case, the post, and whether a receipt is still to come that says the number.
    endangered: list[tuple[NewCase | Case, ReadPost, bool]] = field(default_factory=list)

    def number_for(self, post: ReadPost) -> str:
        """The number that the form was given, as long as no other case has it; else a new one.

        Of a million cases two may draw the same. A number drawn here is drawn anew when the batch is tried again; one
        that came with a form would come again, and with it nothing would ever be filed.
        """
        given = str(post.form.get("tracking_id") or "")
        number = given if given and given not in self.taken else tracking_id()
        self.taken.add(number)
        return number

    def cases_of(self, thread_id: int) -> Iterable[NewCase | Case]:
        """The cases of a thread, newest first."""
        return reversed(self.known.get(thread_id, []))

    def concerns(self, case: NewCase | Case, post: ReadPost) -> bool:
        """Whether a post in a case's thread belongs to that case."""
        if post.thread_id not in self.published:
            return True
        return case.citizen_id in (post.citizen_id, post.answered_citizen_id)

    def note(self, event: CaseEvent, step: NewStep) -> None:
        """One public fact and the step that shows it."""
        self.events.append(event)
        self.steps.append(step)
