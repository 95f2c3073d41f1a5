"""Rows of the interface from the rooms' models."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tanggap.base.letters import kept_in_line
from tanggap.cases.models import Case, CaseStep
from tanggap.cases.queries import story_for
from tanggap.metrics.queries import counted_to, period, statistics_of
from tanggap.registry.models import Agency, Officer
from tanggap.web.public.case_turns import CITIZEN_SPEAKS
from tanggap.web.public.handles import public_mask

TITLE_LENGTH = 80


def case_row(case: Case) -> dict[str, Any]:
    """A case as a list shows it."""
    return {
        "id": case.tracking_id,
        "status": case.state,
        "agency": case.agency.slug,
        "subject": case.subject,
        "kind": case.kind,
        "urgency": case.urgency,
        "source": case.network,
        "opened_at": case.opened_at,
        "due_at": case.answer_due,
        "title": _title(case),
    }


def _title(case: Case) -> str:
    """How the case begins; its number where those words were taken back or hidden."""
    post = case.opening_post
    is_there = post.deleted_at is None and post.hidden_at is None
    return kept_in_line(" ".join(post.text.split())[:TITLE_LENGTH]) if is_there else case.tracking_id


def case_whole(case: Case, officer: Officer) -> dict[str, Any]:
    """A case with its story; what no public page shows is for officers of its agency and overseers."""
    steps = story_for(case, officer, public_mask())
    return {
        **case_row(case),
        "steps": [_step_row(step) for step in steps],
        "newest_step": steps[-1].id if steps else 0,
    }


def statistics_document(slug: str, days: int) -> dict[str, Any] | None:
    """The measures with their period and how far into the log they reach; None for an unknown agency."""
    agency = Agency.objects.filter(slug=slug).first() if slug else None
    if slug and agency is None:
        return None
    start, end = period(days)
    numbers = asdict(statistics_of(agency.public_id if agency else "", days))
    # Whom a form was for stands in no entry of its receipt: posts in are of the whole government alone.
    numbers["received"] = None if agency else numbers["received"]
    return {
        "agency": agency.slug if agency else None,
        "agency_id": agency.public_id if agency else None,
        "from": start.isoformat().replace("+00:00", "Z"),
        "to": end.isoformat().replace("+00:00", "Z"),
        "log_size": counted_to(),
        "statistics": numbers,
    }


def _step_row(step: CaseStep) -> dict[str, Any]:
    return {
        "id": step.id,
        "kind": step.kind,
        "at": step.at,
        "entry": step.entry.index if step.entry else None,
        "mandate": step.mandate.public_id if step.mandate else None,
        "text": _words(step),
        "by": "citizen" if step.post_id and step.kind in CITIZEN_SPEAKS else "government",
    }


def _words(step: CaseStep) -> str:
    if step.message is not None:
        return step.message.text
    if step.kind not in CITIZEN_SPEAKS:
        return step.reason
    if step.post is not None and step.post.deleted_at is None and step.post.hidden_at is None:
        return step.post.text
    return step.reason
