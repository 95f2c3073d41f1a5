"""Pairs: one question and its answer, seen from a step away. On the home page and on an agency's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from tanggap.base.letters import kept_in_line
from tanggap.cases.models import Case, CaseStep, StepKind
from tanggap.web import words
from tanggap.web.public.case_state import short_state_of
from tanggap.web.public.handles import official_handles
from tanggap.web.public.masking import mask_words
from tanggap.web.public.story import State

MOST_QUESTION, MOST_ANSWER = 180, 240


@dataclass(frozen=True)
class Pair:
    """A citizen's words and the government's first answer to them."""

    tracking_id: str
    question: str
    language: str
    agency: str
    after: str
    answer: str
    answer_language: str
    state: State
    entry: Any


def newest_pairs(cases: QuerySet[Case], most: int) -> list[Pair]:
    """The newest answered ones, each with its first answer; none whose question was changed after it."""
    may_show = cases.filter(opening_post__hidden_at=None, opening_post__deleted_at=None, answered_at__isnull=False)
    may_show = may_show.exclude(opening_post__edited_at__gt=F("answered_at"))
    answered = may_show.select_related("agency", "opening_post")
    chosen = list(answered.order_by("-answered_at")[:most])
    answers = _first_answers(case.id for case in chosen)
    official = official_handles()
    return [_pair(case, answers[case.id], official) for case in chosen if case.id in answers]


def _first_answers(case_ids: Iterable[int]) -> dict[int, CaseStep]:
    steps = CaseStep.objects.filter(case_id__in=list(case_ids), kind=StepKind.ANSWERED)
    rows = steps.select_related("message__agency", "entry").order_by("-id")
    return {step.case_id: step for step in rows}


def _pair(case: Case, step: CaseStep, official: frozenset[str]) -> Pair:
    message = step.message
    assert message is not None
    agency = message.agency.name if message.agency else case.agency.name
    return Pair(
        tracking_id=case.tracking_id,
        question=shortened(mask_words(case.opening_post.text, official), MOST_QUESTION),
        language=case.language,
        agency=agency,
        after=words.span_words((step.at - case.received_at).total_seconds()),
        answer=shortened(mask_words(message.text, official, numbers=False), MOST_ANSWER),
        answer_language=message.language,
        state=short_state_of(case),
        entry=step.entry,
    )


def shortened(text: str, most: int) -> str:
    """The beginning of a text, cut between words."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else kept_in_line(plain[:most].rsplit(" ", 1)[0].rstrip(" .,;:")) + "…"
