"""What agencies tell everyone: the list, and each one's permanent page with its origin and its replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.cases.models import CaseStep, StepKind
from tanggap.inbox.models import Post
from tanggap.inbox.text.language import language_of
from tanggap.outbox.models import DeliveryState
from tanggap.publishing.models import Publication
from tanggap.publishing.queries import published, replies_to
from tanggap.registry.models import Agency
from tanggap.web.public.handles import network_name, official_handles
from tanggap.web.public.masking import mask_words
from tanggap.web.public.story import State

ON_A_PAGE, MOST_REPLIES = 20, 100


@dataclass(frozen=True)
class Place:
    """A network where it stands, or should."""

    name: str
    state: State | None


@dataclass(frozen=True)
class Reply:
    """A citizen's words under a publication, and the case they became; on the desk also where an officer hid them."""

    text: str
    language: str
    network: str
    tracking_id: str
    answer: str
    agency: str
    answer_language: str
    post_id: int
    is_hidden: bool


@dataclass(frozen=True)
class PublicationPage:
    """One publication with where it came from."""

    publication: Publication
    written_by: str
    approved_by: str
    places: Sequence[Place]
    replies: Sequence[Reply]


@require_safe
def list_publications(request: HttpRequest) -> HttpResponse:
    """All publications, newest first; of one agency with `?agency=`."""
    slug = request.GET.get("agency", "")
    agency = Agency.objects.filter(slug=slug).first() if slug else None
    if slug and agency is None:
        raise Http404
    page: Page[Publication] = Paginator(published(agency), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "tanggap/publications.html", {"page": page, "agency": agency})


@require_safe
def show_publication(request: HttpRequest, public_id: str) -> HttpResponse:
    """One publication's permanent page."""
    publication = published().filter(public_id=public_id).first()
    if publication is None:
        raise Http404
    page = PublicationPage(
        publication=publication,
        written_by=publication.drafted_under.position or publication.author.position,
        approved_by=_approved_by(publication),
        places=_places(publication),
        replies=replies_of(publication),
    )
    return render(request, "tanggap/publication.html", {"page": page})


def _approved_by(publication: Publication) -> str:
    mandate, officer = publication.approved_under, publication.approver
    return (mandate.position if mandate else "") or (officer.position if officer else "")


def _places(publication: Publication) -> list[Place]:
    """Where it was released. Only what is not there yet needs a word."""
    releases = publication.releases.select_related("message").prefetch_related("message__deliveries")
    return [Place(network_name(release.message.network), _way_of(release.message)) for release in releases]


def _way_of(message: object) -> State | None:
    states = {delivery.state for delivery in message.deliveries.all()}  # type: ignore[attr-defined]
    if DeliveryState.STUCK in states and DeliveryState.DELIVERED not in states:
        return State("late", "late", _("not there yet, an officer is handling it"))
    if states & {DeliveryState.SIGNED, DeliveryState.SENDING} and DeliveryState.DELIVERED not in states:
        return State("due", "clock", _("on its way"))
    return None


def replies_of(publication: Publication) -> list[Reply]:
    """What citizens said under it for everybody to read, with the answers."""
    return as_replies(replies_to(publication))


def as_replies(said: QuerySet[Post]) -> list[Reply]:
    """Posts under a publication as a page shows them, with the answers that they got."""
    posts = list(said[:MOST_REPLIES])
    official = official_handles()
    cases = _cases_of(posts)
    return [_reply(post, cases.get(post.id), official) for post in posts if post.text]


def _cases_of(posts: Sequence[Post]) -> dict[int, tuple[str, str, str, str]]:
    """Of each post that became part of a public case: its number, and the answer with its agency."""
    ids = [post.id for post in posts]
    steps = CaseStep.objects.filter(post_id__in=ids, case__is_sealed=False).select_related("case")
    of_case = {step.case_id: step.case.tracking_id for step in steps}
    answers: dict[int, tuple[str, str, str]] = {}
    answered = CaseStep.objects.filter(case_id__in=of_case, kind=StepKind.ANSWERED)
    for step in answered.select_related("message__agency").order_by("-id"):
        if step.message:
            agency = step.message.agency.name if step.message.agency else ""
            answers[step.case_id] = (step.message.text, agency, step.message.language)
    opened = {step.post_id: step.case_id for step in steps if step.kind == StepKind.OPENED}
    return {post: (of_case[case], *answers.get(case, ("", "", ""))) for post, case in opened.items() if post}


def _reply(post: Post, case: tuple[str, str, str, str] | None, official: frozenset[str]) -> Reply:
    number, answer, agency, answer_language = case or ("", "", "", "")
    return Reply(
        text=mask_words(post.text, official),
        language=post.language_given or language_of(post.text)[0],
        network=network_name(post.network),
        tracking_id=number,
        answer=mask_words(answer, official, numbers=False),
        agency=agency,
        answer_language=answer_language,
        post_id=post.id,
        is_hidden=post.hidden_at is not None,
    )
