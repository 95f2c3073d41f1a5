"""Understood posts open a case, join one, or are kept as conversation."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.base.db import writing
from tanggap.base.ids import public_id
from tanggap.base.rows import among, change_rows, insert_rows
from tanggap.cases.actions.alert import raise_alerts
from tanggap.cases.actions.danger import warn_in_thread
from tanggap.cases.actions.filing import Filing, NewCase, NewStep, ReadPost, read_for_filing
from tanggap.cases.actions.record import record_events
from tanggap.cases.errors import WrongState
from tanggap.cases.events import CaseEvent, stamp
from tanggap.cases.models import Case, CaseState, CaseStep, StepKind
from tanggap.cases.rows import CASE_COLUMNS, STEP_COLUMNS
from tanggap.inbox.models import Post, PostState, Waiting
from tanggap.inbox.queries import filed_posts
from tanggap.outbox.models import Message, MessageKind
from tanggap.people.models import Identity
from tanggap.registry.authority import require_mandate
from tanggap.registry.models import Agency, Mandate, Officer
from tanggap.registry.queries import front_desk, standing_instructions
from tanggap.rules.deadlines import deadline_for

# What asks for something. Thanks and chat stay conversation unless a form was filled in for them.
ASKING = {"complaint", "aspiration", "information", "whistleblowing", "unclear"}
DANGER = "danger"


def file_posts(limit: int) -> int:
    """File up to `limit` understood posts in one transaction; returns how many."""
    with writing():
        waiting = Waiting.objects.filter(state=PostState.UNDERSTOOD).order_by("post_id")
        posts = read_for_filing(waiting.select_for_update(skip_locked=True, of=("self",))[:limit], "post__")
        if posts:
            filing = prepare_filing(posts)
            for post in posts:
                # What its author took back before anybody read it asks for nothing.
                if post.deleted_at is None:
                    file_post(post, filing)
            save_filing(filing)
            opened = {case.post.id for case in filing.opened if case.to_acknowledge}
            change_rows(Waiting, opened, {"state": PostState.OPENED.value})
            Waiting.objects.filter(post_id__in=among(post.id for post in posts if post.id not in opened)).delete()
    return len(posts)


def promote_post(post_id: int, *, acting_officer: Officer) -> Case:
    """An officer makes a case of what the machine took for conversation."""
    with writing():
        ready = filed_posts().filter(id=post_id).select_for_update(of=("self",))
        post = next(iter(read_for_filing(ready)), None)
        if post is None:
            raise WrongState(_("This post is not ready yet. Try again in a moment."))
        filing = prepare_filing([post])
        agency = filing.agencies.get(post.agency_id or 0, acting_officer.agency)
        mandate = require_mandate(acting_officer, agency, "assign")
        if post.is_sealed:
            require_mandate(acting_officer, agency, "confidential")
        if post.deleted_at is not None:
            raise WrongState(_("Its author deleted this post."))
        if CaseStep.objects.filter(post_id=post_id).exists():
            raise WrongState(_("This post belongs to a report already."))
        opened = _open(post, agency, filing)
        save_filing(filing)
        if opened.to_acknowledge:
            Waiting.objects.create(post_id=post_id, state=PostState.OPENED)
        case = Case.objects.get(id=opened.id)
        CaseStep.objects.create(
            case=case, kind=StepKind.PROMOTED, at=now(), officer=acting_officer, mandate=mandate, post_id=post_id
        )
    return case


def prepare_filing(posts: Sequence[ReadPost]) -> Filing:
    """Everything that the batch has to look up, in a few statements however many posts there are."""
    wanted = {post.agency_id for post in posts if post.agency_id}
    agencies = Agency.objects.in_bulk(wanted)
    if any(post.agency_id is None for post in posts) and (desk := front_desk()):
        agencies[0] = agencies[desk.id] = desk
    sealed = {post.author_id for post in posts if post.is_sealed}
    authors = {author.id: author for author in Identity.objects.with_citizens().filter(id__in=sealed)}
    standing: dict[int, Mandate] = standing_instructions({agency.id for agency in agencies.values()})
    filing = Filing(agencies, standing, authors)
    given = [post.form["tracking_id"] for post in posts if post.form.get("tracking_id")]
    if given:
        filing.taken = set(Case.objects.filter(tracking_id__in=given).values_list("tracking_id", flat=True))
    threads = {post.thread_id for post in posts}
    known = Case.objects.select_related("agency", "author__citizen__key").select_for_update(of=("self",))
    for case in known.filter(thread_id__in=among(threads)).order_by("id"):
        filing.known.setdefault(case.thread_id, []).append(case)
    publications = Message.objects.filter(kind=MessageKind.PUBLICATION, thread_id__in=among(threads))
    filing.published = set(publications.values_list("thread_id", flat=True))
    return filing


def file_post(post: ReadPost, filing: Filing) -> None:
    """Open a case for a post, let it join one, or leave it as conversation."""
    case = _case_to_join(post, filing)
    if case is not None:
        _join(case, post, filing)
        return
    agency = filing.agencies.get(post.agency_id or 0)
    if agency is not None and _asks(post):
        _open(post, agency, filing)


def _asks(post: ReadPost) -> bool:
    return post.network == "webform" or post.kind in ASKING or post.urgency == DANGER


def _case_to_join(post: ReadPost, filing: Filing) -> NewCase | Case | None:
    """The newest case of the post's thread that may know of it: a non-public post never joins a public case."""
    for case in filing.cases_of(post.thread_id):
        may_know = case.is_sealed == post.is_sealed and (not post.is_sealed or case.citizen_id == post.citizen_id)
        if may_know and filing.concerns(case, post):
            return case
    return None


def _open(post: ReadPost, agency: Agency, filing: Filing) -> NewCase:
    kind = post.form.get("kind") or (post.kind if post.kind in ASKING else "unclear")
    due = deadline_for(kind, post.received_at)
    number = filing.number_for(post)
    grew_from = next((c.id for c in filing.cases_of(post.thread_id) if not c.is_sealed), None) if post.is_sealed else 0
    case = NewCase(
        post=post,
        agency=agency,
        tracking_id=number,
        subject=f"sealed:{public_id()}" if post.is_sealed else f"case:{number}",
        is_sealed=post.is_sealed,
        kind=kind,
        answer_due=due.answer_due,
        result_due=due.result_due,
        answer_rule=due.answer_rule,
        result_rule=due.result_rule,
        opened_at=now(),
        grew_from_id=grew_from or None,
        author=filing.authors.get(post.author_id),
    )
    filing.opened.append(case)
    filing.known.setdefault(post.thread_id, []).append(case)
    filing.note(_opened(case, filing), NewStep(case, StepKind.OPENED.value, post.received_at, post.id))
    if post.urgency == DANGER:
        filing.endangered.append((case, post, case.to_acknowledge))
    return case


def _opened(case: NewCase, filing: Filing) -> CaseEvent:
    public = {
        "post": case.post.public_id,
        "received": stamp(case.post.received_at),
        "network": case.post.network,
        "kind": case.kind,
        "rule": case.answer_rule,
        "answer_due": stamp(case.answer_due),
        "result_rule": case.result_rule,
        "result_due": stamp(case.result_due),
    }
    standing = filing.standing.get(case.agency.id)
    if standing is not None:
        public["acknowledgement"] = standing.public_id
    return CaseEvent("case.opened", case, case.opened_at, case.agency.public_id, public=public)


def _join(case: NewCase | Case, post: ReadPost, filing: Filing) -> None:
    at = now()
    public = {"post": post.public_id, "received": stamp(post.received_at), "network": post.network}
    is_author = post.citizen_id == case.citizen_id
    says = post.says if is_author else ""
    filing.note(
        CaseEvent("case.replied", case, at, case.agency.public_id, public=public),
        NewStep(case, StepKind.REPLIED.value, post.received_at, post.id, says),
    )
    case.moved_at = at
    if is_author and isinstance(case, Case):
        turn_case(case, post, says, filing, wants_more=_wants_more(case, post, says))
    if post.urgency == DANGER:
        filing.endangered.append((case, post, False))
    if isinstance(case, Case):
        filing.changed[case.id] = case


def turn_case(case: Case, post: ReadPost, says: str, filing: Filing, *, wants_more: bool) -> None:
    """The author's words decide whose turn it is, also after the end: nobody else would read them again."""
    if case.state == CaseState.ANSWERED and case.says == "not_done":
        # That was said of an earlier answer, not of this one.
        case.says = ""
    case.says = says or case.says
    case.urgency = DANGER if post.urgency == DANGER else case.urgency
    if wants_more and case.state in (CaseState.CLOSED, CaseState.DISMISSED):
        filing.note(
            CaseEvent("case.reopened", case, case.moved_at, case.agency.public_id, public={"by": "author"}),
            NewStep(case, StepKind.REOPENED.value, case.moved_at, post.id),
        )
        case.state, case.closed_at, case.outcome, case.says = CaseState.OPEN, None, "", says
    elif wants_more and case.state == CaseState.ANSWERED:
        # "Done", said before, no longer holds for whoever asks for more.
        case.state, case.says = CaseState.OPEN, says


def _wants_more(case: Case, post: ReadPost, says: str) -> bool:
    """Whether an officer must read it: danger, "not done", what a form adds, and else what seems to ask for something.

    After the agency closed it, words that ask for nothing plainly leave it closed, and so does what a form only adds,
    which says so. What was set aside is opened by doubt as well: nobody has answered it.
    """
    if post.urgency == DANGER or says == "not_done":
        return True
    if case.state == CaseState.CLOSED:
        return says != "done" and "says" not in post.form and post.kind in ASKING - {"unclear"}
    return post.form.get("says") == "adds" or (says != "done" and post.kind in ASKING)


def save_filing(filing: Filing) -> None:
    """Write what a batch made and changed, and help whoever is in danger."""
    ids = insert_rows(Case, CASE_COLUMNS, [case.row() for case in filing.opened])
    for new, id_ in zip(filing.opened, ids, strict=True):
        new.id = id_
    for case in filing.changed.values():
        case.save(update_fields=["state", "closed_at", "outcome", "says", "urgency", "moved_at"])
    entries = record_events(filing.events)
    insert_rows(
        CaseStep,
        STEP_COLUMNS,
        [
            (step.case.id, step.kind, step.at, entry, step.post_id, None, None, "", step.says)
            for step, entry in zip(filing.steps, entries, strict=True)
        ],
    )
    _help(filing)


def _help(filing: Filing) -> None:
    """Whoever is in danger: officers are alerted, and the thread is told where no receipt will."""
    cases = Case.objects.select_related("agency").in_bulk({case.id for case, _, _ in filing.endangered})
    raise_alerts(list(cases.values()), {case.id: post.author_id for case, post, _ in filing.endangered})
    for case, post, receipt_follows in filing.endangered:
        if not receipt_follows:
            said = Post.objects.select_related("remote", "author", "account").get(id=post.id)
            warn_in_thread(cases[case.id], said, post.language)
