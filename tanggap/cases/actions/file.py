"""Understood posts open a case, join one, or are kept as conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.ids import public_id, tracking_id
from tanggap.cases.actions.alert import raise_alerts
from tanggap.cases.actions.danger import warn_in_thread
from tanggap.cases.errors import WrongState
from tanggap.cases.events import CaseEvent, record_events, stamp
from tanggap.cases.models import Case, CaseState, CaseStep, StepKind
from tanggap.inbox.actions.receive import is_sealed
from tanggap.inbox.models import Post, PostState
from tanggap.registry.authority import require_mandate
from tanggap.registry.models import Agency, Mandate, Officer
from tanggap.registry.queries import front_desk, standing_instructions
from tanggap.rules.deadlines import deadline_for

# What asks for something. Thanks and chat stay conversation unless a form was filled in for them.
ASKING = {"complaint", "aspiration", "information", "whistleblowing", "unclear"}
DANGER = "danger"


@dataclass(slots=True)
class _Filing:
    """What one batch changes, gathered so that each table is written once."""

    standing: dict[int, Mandate]
    open_cases: dict[int, list[Case]]
    new_cases: list[Case] = field(default_factory=list)
    changed: dict[int, Case] = field(default_factory=dict)
    steps: list[CaseStep] = field(default_factory=list)
    events: list[CaseEvent] = field(default_factory=list)
    endangered: list[tuple[Case, Post, bool]] = field(default_factory=list)


def file_posts(limit: int) -> int:
    """File up to `limit` understood posts in one transaction; returns how many."""
    with writing():
        posts = _understood(limit)
        if posts:
            _file(posts)
            Post.objects.filter(id__in=[post.id for post in posts]).update(state=PostState.FILED)
    return len(posts)


def promote_post(post_id: int, *, acting_officer: Officer) -> Case:
    """An officer makes a case of what the machine took for conversation."""
    with writing():
        [post] = _with_all(Post.objects.filter(id=post_id).select_for_update(of=("self",)))
        mandate = require_mandate(acting_officer, post.agency or acting_officer.agency, "assign")
        if CaseStep.objects.filter(post=post).exists():
            raise WrongState("This post belongs to a case already.")
        filing = _Filing(standing_instructions([acting_officer.agency_id]), {})
        case = _open(post, post.agency or acting_officer.agency, filing)
        _save(filing)
        CaseStep.objects.create(
            case=case, kind=StepKind.PROMOTED, at=now(), officer=acting_officer, mandate=mandate, post=post
        )
    return case


def _understood(limit: int) -> list[Post]:
    waiting = (
        Post.objects.filter(state=PostState.UNDERSTOOD).order_by("id").select_for_update(skip_locked=True, of=("self",))
    )
    return list(_with_all(waiting)[:limit])


def _with_all(posts: Any) -> Any:
    return posts.select_related(
        "understanding__agency", "author__citizen__key", "thread", "agency", "account", "remote"
    )


def _file(posts: Sequence[Post]) -> None:
    threads = {post.thread_id for post in posts}
    known = Case.objects.select_related("agency", "author__citizen__key")
    existing = known.select_for_update(of=("self",)).filter(thread_id__in=threads)
    by_thread: dict[int, list[Case]] = {}
    for case in existing.order_by("id"):
        by_thread.setdefault(case.thread_id, []).append(case)
    agencies = {agency.id for post in posts if (agency := post.agency or post.understanding.agency)}
    fallback = front_desk() if any((post.agency or post.understanding.agency) is None for post in posts) else None
    filing = _Filing(standing_instructions(agencies | ({fallback.id} if fallback else set())), by_thread)
    for post in posts:
        _file_one(post, filing, fallback)
    _save(filing)


def _file_one(post: Post, filing: _Filing, fallback: Agency | None) -> None:
    case = _case_to_join(post, filing)
    if case is not None:
        _join(case, post, filing)
        return
    agency = post.agency or post.understanding.agency or fallback
    if agency is not None and _asks(post):
        _open(post, agency, filing)


def _asks(post: Post) -> bool:
    understood = post.understanding
    return post.network == "webform" or understood.kind in ASKING or understood.urgency == DANGER


def _case_to_join(post: Post, filing: _Filing) -> Case | None:
    """The newest case of the post's thread that may know of it: a non-public post never joins a public case."""
    hidden = is_sealed(post.audience, post.form)
    for case in reversed(filing.open_cases.get(post.thread_id, [])):
        if case.is_sealed == hidden and (not hidden or case.author_id == post.author_id):
            return case
    return None


def _open(post: Post, agency: Agency, filing: _Filing) -> Case:
    understood, form = post.understanding, post.form
    kind = form.get("kind") or (understood.kind if understood.kind in ASKING else "unclear")
    due = deadline_for(kind, post.received_at)
    number = form.get("tracking_id") or tracking_id()
    sealed = is_sealed(post.audience, form)
    parents = [case for case in filing.open_cases.get(post.thread_id, []) if not case.is_sealed] if sealed else []
    at = now()
    case = Case(
        tracking_id=number,
        subject=f"sealed:{public_id()}" if sealed else f"case:{number}",
        secret_hash=bytes.fromhex(form["secret_hash"]) if form.get("secret_hash") else None,
        agency=agency,
        thread=post.thread,
        opening_post=post,
        author=post.author,
        network=post.network,
        kind=kind,
        urgency=understood.urgency,
        language=understood.language,
        audience=post.audience,
        is_sealed=sealed,
        is_anonymous=bool(form.get("anonymous")),
        grew_from=parents[-1] if parents else None,
        received_at=post.received_at,
        answer_due=due.answer_due,
        result_due=due.result_due,
        answer_rule=due.answer_rule,
        result_rule=due.result_rule,
        opened_at=at,
        moved_at=at,
        to_acknowledge=post.network != "webform",
    )
    filing.new_cases.append(case)
    filing.open_cases.setdefault(post.thread_id, []).append(case)
    standing = filing.standing.get(agency.id)
    public = {
        "post": post.public_id,
        "received": stamp(post.received_at),
        "network": post.network,
        "kind": kind,
        "rule": due.answer_rule,
        "answer_due": stamp(due.answer_due),
        "result_rule": due.result_rule,
        "result_due": stamp(due.result_due),
    }
    if standing is not None:
        public["acknowledgement"] = standing.public_id
    filing.events.append(CaseEvent("case.opened", case, at, agency.public_id, public=public))
    filing.steps.append(CaseStep(case=case, kind=StepKind.OPENED, at=post.received_at, post=post))
    if understood.urgency == DANGER:
        filing.endangered.append((case, post, True))
    return case


def _join(case: Case, post: Post, filing: _Filing) -> None:
    at = now()
    public = {"post": post.public_id, "received": stamp(post.received_at), "network": post.network}
    filing.events.append(CaseEvent("case.replied", case, at, case.agency.public_id, public=public))
    is_author = post.author_id == case.author_id
    says = post.understanding.says if is_author else ""
    filing.steps.append(CaseStep(case=case, kind=StepKind.REPLIED, at=post.received_at, post=post, says=says))
    case.moved_at = at
    if is_author:
        _turn(case, post, says, filing)
    if post.understanding.urgency == DANGER:
        filing.endangered.append((case, post, False))
    if case.id:
        filing.changed[case.id] = case


def _turn(case: Case, post: Post, says: str, filing: _Filing) -> None:
    """The author's words decide whose turn it is; only "not done" opens what was closed."""
    ended = case.state in (CaseState.CLOSED, CaseState.DISMISSED)
    if ended and says == "not_done" and case.state == CaseState.CLOSED:
        event = CaseEvent("case.reopened", case, case.moved_at, case.agency.public_id, public={"by": "author"})
        filing.events.append(event)
        filing.steps.append(CaseStep(case=case, kind=StepKind.REOPENED, at=case.moved_at, post=post))
        case.state, case.closed_at, case.outcome = CaseState.OPEN, None, ""
    elif case.state == CaseState.ANSWERED and says != "done" and post.understanding.kind not in ("thanks", "chat"):
        case.state = CaseState.OPEN


def _save(filing: _Filing) -> None:
    Case.objects.bulk_create(filing.new_cases)
    for case in filing.changed.values():
        case.save(update_fields=["state", "closed_at", "outcome", "moved_at"])
    entries = record_events(filing.events)
    opened = (StepKind.OPENED, StepKind.REPLIED, StepKind.REOPENED)
    for step, entry_id in zip([s for s in filing.steps if s.kind in opened], entries, strict=True):
        step.entry_id = entry_id
    for step in filing.steps:
        step.case_id = step.case.id
    CaseStep.objects.bulk_create(filing.steps)
    for case, post, is_new in filing.endangered:
        raise_alerts(case)
        if not is_new or not case.to_acknowledge:
            warn_in_thread(case, post)
