"""Questions about cases that join or aggregate, for the desk and the public pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, When

from tanggap.base.clock import now
from tanggap.base.ids import hash_secret
from tanggap.cases.authority import may_see
from tanggap.cases.models import Alert, Case, CaseState, CaseStep, DeskNotice
from tanggap.outbox.models import Delivery, DeliveryState, MessageKind
from tanggap.registry.authority import mandates_of
from tanggap.registry.models import Agency, Officer

# The desk's lists, in the order in which they are shown. Each is one condition on a case.
VIEWS = ("turn", "danger", "late", "mine", "waiting", "closed", "dismissed")


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


def case_for_officer(tracking_id: str, officer: Officer) -> Case:
    """A case as an officer may see it. Raises Case.DoesNotExist where there is none, or none for them."""
    related = ("agency", "assignee__user", "author__citizen", "opening_post__account", "thread", "grew_from")
    case = Case.objects.select_related(*related).get(tracking_id=tracking_id)
    if not may_see(officer, case):
        raise Case.DoesNotExist()
    return case


def story_of(case: Case) -> list[CaseStep]:
    """Everything that happened, in order, with words, mandates, entries and what was corrected or edited."""
    related = (
        "entry",
        "officer__agency",
        "officer__user",
        "mandate__agency",
        "post__entry",
        "post__remote",
        "post__author",
        "message__agency",
        "message__corrects",
        "to_agency",
        "to_officer__user",
    )
    steps = case.steps.select_related(*related).prefetch_related("post__versions", "message__deliveries")
    return list(steps.order_by("id"))


def cases_of_desk(officer: Officer, view: str = "turn") -> QuerySet[Case]:
    """One of VIEWS for an officer: most urgent first, danger above everything, then by deadline."""
    cases = _visible(officer).filter(_condition(view, officer, now()))
    stuck = Delivery.objects.filter(
        state=DeliveryState.STUCK, message__kind__in=(MessageKind.ANSWER, MessageKind.CORRECTION),
        message__steps__case=OuterRef("pk"),
    )  # fmt: skip
    cases = cases.select_related("agency", "assignee__user", "opening_post").annotate(
        is_stuck=Exists(stuck), in_danger=Choose(When(urgency="danger", then=1), default=0)
    )
    if view in ("closed", "dismissed"):
        return cases.order_by("-closed_at", "-id")
    return cases.order_by("-is_stuck", "-in_danger", "answer_due", "id")


def api_cases(officer: Officer, status: str = "") -> QuerySet[Case]:
    """Every case that an officer may see, of one state or of all, most urgent first."""
    cases = _visible(officer).select_related("agency", "opening_post")
    if status:
        cases = cases.filter(state=status)
    return cases.order_by("answer_due", "id")


def counts_of_desk(officer: Officer) -> dict[str, int]:
    """How many cases stand in each of VIEWS, in one query."""
    moment = now()
    counted: dict[str, Any] = {view: Count("id", filter=_condition(view, officer, moment)) for view in VIEWS}
    return _visible(officer).aggregate(**counted)


def unseen_alerts(officer: Officer) -> QuerySet[Alert]:
    """Alerts that the officer has not seen yet, newest first."""
    return officer.alerts.filter(seen_at__isnull=True).select_related("case").order_by("-raised_at")


def unseen_notices(officer: Officer) -> QuerySet[DeskNotice]:
    """Notices for the officer's agency that nobody has seen yet."""
    return DeskNotice.objects.filter(agency=officer.agency, seen_at__isnull=True).order_by("-raised_at")


def newly_answered(limit: int, agency: Agency | None = None) -> list[Case]:
    """Public cases answered last, newest first."""
    cases = public_cases().filter(answered_at__isnull=False)
    if agency is not None:
        cases = cases.filter(agency=agency)
    return list(cases.select_related("agency", "opening_post").order_by("-answered_at")[:limit])


def newest_step(case: Case) -> int:
    """The id of the newest step, which a composer sends along as what its officer saw."""
    return case.steps.order_by("-id").values_list("id", flat=True).first() or 0


def _visible(officer: Officer) -> QuerySet[Case]:
    """An officer's desk holds the cases of their agency; sealed ones by power or by assignment."""
    cases = Case.objects.all()
    powers = {power for mandate in mandates_of(officer) for power in mandate.powers}
    if "oversee" not in powers:
        cases = cases.filter(agency=officer.agency_id)
        if "confidential" not in powers:
            cases = cases.filter(Q(is_sealed=False) | Q(assignee=officer.id))
    return cases


def _condition(view: str, officer: Officer, moment: datetime) -> Q:
    going = Q(state__in=(CaseState.OPEN, CaseState.ANSWERED))
    conditions = {
        "turn": Q(state=CaseState.OPEN),
        "danger": going & Q(urgency="danger"),
        "late": Q(state=CaseState.OPEN, answered_at__isnull=True, answer_due__lt=moment)
        | (going & Q(result_due__lt=moment)),
        "mine": going & Q(assignee=officer.id),
        "waiting": Q(state=CaseState.ANSWERED),
        "closed": Q(state=CaseState.CLOSED),
        "dismissed": Q(state=CaseState.DISMISSED),
    }
    return conditions[view]
