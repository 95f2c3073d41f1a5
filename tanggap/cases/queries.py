"""Questions about cases that join or aggregate, for the desk and the public pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Coalesce

from tanggap.base.ids import hash_secret
from tanggap.cases.authority import may_see, sees_inside
from tanggap.cases.desk import seat_of, visible_cases
from tanggap.cases.models import Case, CaseState, CaseStep, StepKind
from tanggap.channels.contract import Audience
from tanggap.channels.models import BlockedBy
from tanggap.registry.models import Agency, Mandate, Officer

CITIZEN_SPEAKS = (StepKind.OPENED, StepKind.REPLIED)
# Of a very long case an officer sees the newest; the record has all.
MOST_STEPS = 1000


class Mask(Protocol):
    """How words are shown to who does not see inside a case: as on its public page.

    `numbers=False` is for the government's own words, whose telephone numbers are meant to be called.
    """

    def __call__(self, text: str, *, numbers: bool = True) -> str: ...


def public_cases() -> QuerySet[Case]:
    """Cases that stand in public lists: not sealed, not unlisted, not set aside."""
    return Case.objects.filter(is_sealed=False).exclude(audience="unlisted").exclude(state=CaseState.DISMISSED)


def public_case(tracking_id: str) -> Case | None:
    """The case with a public page under this tracking id; None for sealed ones, as if there were none."""
    related = ("agency", "author__citizen", "opening_post", "thread")
    return Case.objects.select_related(*related).filter(tracking_id=tracking_id, is_sealed=False).first()


def case_by_secret(secret: str) -> Case | None:
    """The case whose secret link this is."""
    related = ("agency", "author__citizen__key", "opening_post__remote", "thread")
    return Case.objects.select_related(*related).filter(secret_hash=hash_secret(secret)).first()


def case_for_officer(tracking_id: str, officer: Officer, held: Sequence[Mandate] | None = None) -> Case:
    """A case as an officer may see it. Raises Case.DoesNotExist where there is none, or none for them.

    `held` are the officer's mandates, where a page has asked for them already. `is_blocked` says whether the author
    does not hear from the account that they wrote to.
    """
    related = ("agency", "assignee__user", "author__citizen", "opening_post__account", "thread", "grew_from")
    blocks = BlockedBy.objects.filter(identity=OuterRef("author"), account=OuterRef("opening_post__account"))
    cases = Case.objects.select_related(*related).annotate(is_blocked=Exists(blocks))
    case = cases.get(tracking_id=tracking_id)
    if not may_see(officer, case, held):
        raise Case.DoesNotExist()
    return case


def newest_steps(rows: QuerySet[CaseStep], case: Case, most: int) -> tuple[list[CaseStep], bool]:
    """A case's steps in order, and whether some are left out.

    Of a very long one the newest `most` of the exchange, and a quarter as many of the rest, others' words and edits:
    nobody buries what its author and the government said.
    """
    # A bound, and no limit: with one, PostgreSQL plans so many joins for longer than it then needs to read them.
    last_left_out = Subquery(rows.order_by("-id").values("id")[most : most + 1])
    steps = list(rows.filter(id__gt=Coalesce(last_left_out, Value(0))).order_by("-id"))
    is_long = len(steps) >= most
    if is_long:
        own = Q(post__author__citizen=case.author.citizen) & ~Q(kind=StepKind.EDITED)
        of_the_exchange = Q(post=None) | own | Q(kind=StepKind.OPENED)
        exchange = list(rows.filter(of_the_exchange).order_by("-id")[:most])
        others = list(rows.exclude(of_the_exchange).order_by("-id")[: most // 4])
        steps = sorted([*exchange, *others], key=lambda step: -step.id)
    return steps[::-1], is_long


def numbers_of_words(case: Case, steps: Sequence[CaseStep], is_long: bool) -> dict[int | None, int]:
    """The place of each citizen's post among all of a case, counted from 1: by it our address of the post goes."""
    spoken = [step.post_id for step in steps if step.kind in CITIZEN_SPEAKS]
    if is_long:
        every = case.steps.filter(kind__in=CITIZEN_SPEAKS).order_by("id")
        spoken = list(every.values_list("post_id", flat=True))
    return {post_id: number for number, post_id in enumerate(spoken, start=1)}


def story_of(case: Case) -> list[CaseStep]:
    """What happened, in order, with words, mandates, entries and what was corrected or edited.

    Without the words of a receipt that went to its author alone: their secret link stands in them.
    """
    related = (
        "entry",
        "officer__agency",
        "officer__user",
        "mandate__agency",
        "post__entry",
        "post__remote",
        "post__author__citizen",
        "message__agency",
        "message__corrects",
        "to_agency",
        "to_officer__user",
    )
    rows = case.steps.select_related(*related).prefetch_related("message__deliveries")
    steps, _ = newest_steps(rows, case, MOST_STEPS)
    for receipt in (step.message for step in steps if step.message and step.kind == StepKind.ACKNOWLEDGED):
        if receipt.audience == Audience.DIRECT:
            receipt.text = ""
    prefetch_related_objects([step.post for step in steps if step.post and step.post.edited_at], "versions")
    return steps


def story_for(case: Case, officer: Officer, mask: Mask, held: Sequence[Mandate] | None = None) -> list[CaseStep]:
    """The same as an officer may read it: notes, hidden words and private numbers are for those who see inside.

    What is kept back is taken out of the objects themselves, those of `case` included, so that no page can show it.
    """
    steps = story_of(case)
    if sees_inside(officer, case, held):
        return steps
    for post in [case.opening_post, *(step.post for step in steps if step.post)]:
        if post.hidden_at is not None:
            post.text, post.edited_at = "", None
        post.text = mask(post.text)
    for step in steps:
        step.reason = mask(step.reason)
        if step.message:
            step.message.text = mask(step.message.text, numbers=False)
        for version in step.post.versions.all() if step.post and step.post.edited_at else ():
            version.text = mask(version.text)
    return [step for step in steps if step.kind != StepKind.NOTED]


def api_cases(officer: Officer, status: str = "") -> QuerySet[Case]:
    """Every case that an officer may see, of one state or of all, most urgent first."""
    cases = visible_cases(seat_of(officer)).select_related("agency", "opening_post")
    if status:
        cases = cases.filter(state=status)
    return cases.order_by("answer_due", "id")


def newly_answered(limit: int, agency: Agency | None = None) -> list[Case]:
    """Public cases answered last, newest first."""
    cases = public_cases().filter(answered_at__isnull=False)
    if agency is not None:
        cases = cases.filter(agency=agency)
    return list(cases.select_related("agency", "opening_post").order_by("-answered_at")[:limit])


def newest_step(case: Case) -> int:
    """The id of the newest step, which a composer sends along as what its officer saw."""
    return case.steps.order_by("-id").values_list("id", flat=True).first() or 0
