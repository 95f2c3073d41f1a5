"""Publications on the desk: written by one officer, approved by another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.publishing.actions import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    approve_publication,
    digest_of_words,
    draft_publication,
    edit_publication,
    return_publication,
)
from tanggap.publishing.errors import PublicationRefusal
from tanggap.publishing.models import Publication, PublicationKind, PublicationState
from tanggap.publishing.queries import drafts_of, published
from tanggap.registry.authority import mandates_of
from tanggap.registry.errors import NotAllowed
from tanggap.registry.models import Officer
from tanggap.web.desk.access import officer_of

NEWEST = 20


@require_safe
def list_publications(request: HttpRequest) -> HttpResponse:
    """What waits, and what was published last."""
    officer = officer_of(request)
    context = {
        "officer": officer,
        "now_showing": "publications",
        "drafts": drafts_of(officer.agency),
        "published": published(officer.agency)[:NEWEST],
        "may_draft": _may(officer, "draft"),
    }
    return render(request, "tanggap/desk/publications.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write_publication(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Write a new draft, or change one's own."""
    officer = officer_of(request)
    publication = _find(officer, public_id) if public_id else None
    if request.method != "POST":
        return _form(request, publication)
    kind, title, text = (request.POST.get(name, "") for name in ("kind", "title", "text"))
    try:
        if publication is None:
            publication = draft_publication(kind, title, text, acting_officer=officer)
        else:
            edit_publication(publication.id, kind, title, text, acting_officer=officer)
    except PublicationRefusal as refusal:
        return _form(request, publication, str(refusal), 422)
    except NotAllowed as refusal:
        return _refused(request, officer, refusal, text)
    messages.success(request, _("The draft waits for somebody else's approval."))
    return redirect("desk_publication", publication.public_id)


@require_POST
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve the words that were shown."""
    officer = officer_of(request)
    publication = _find(officer, public_id)
    try:
        approve_publication(publication.id, request.POST.get("digest", ""), acting_officer=officer)
    except PublicationRefusal as refusal:
        publication.refresh_from_db()
        return _form(request, publication, str(refusal), 409)
    except NotAllowed as refusal:
        return _refused(request, officer, refusal, "")
    messages.success(request, _("Signed and on its way to everyone who follows."))
    return redirect("desk_publications")


@require_POST
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Return a draft to its author with a reason."""
    officer = officer_of(request)
    publication = _find(officer, public_id)
    try:
        return_publication(publication.id, request.POST.get("reason", ""), acting_officer=officer)
    except PublicationRefusal as refusal:
        return _form(request, publication, str(refusal), 422)
    except NotAllowed as refusal:
        return _refused(request, officer, refusal, "")
    messages.success(request, _("The draft went back to its author."))
    return redirect("desk_publications")


def _form(request: HttpRequest, publication: Publication | None, error: str = "", status: int = 200) -> HttpResponse:
    officer = officer_of(request)
    is_author = publication is None or publication.author_id == officer.id
    is_open = publication is None or publication.state != PublicationState.APPROVED
    context = {
        "officer": officer,
        "now_showing": "publications",
        "publication": publication,
        "kinds": PublicationKind.choices,
        "error": error,
        "typed": request.POST if request.method == "POST" else None,
        "most_title": LONGEST_TITLE,
        "most_text": LONGEST_TEXT,
        "may_edit": is_open and is_author and _may(officer, "draft"),
        "may_approve": is_open and not is_author and _may(officer, "approve"),
        "is_author": is_author,
        "is_open": is_open,
        "digest": digest_of_words(publication) if publication else "",
    }
    return render(request, "tanggap/desk/publication.html", context, status=status)


def _refused(request: HttpRequest, officer: Officer, refusal: NotAllowed, draft: str) -> HttpResponse:
    context = {"officer": officer, "refusal": refusal, "draft": draft, "held": mandates_of(officer)}
    return render(request, "tanggap/desk/refused.html", context, status=403)


def _find(officer: Officer, public_id: str) -> Publication:
    return get_object_or_404(
        Publication.objects.select_related("agency", "author__user", "approver__user", "approved_under"),
        public_id=public_id,
        agency=officer.agency,
    )


def _may(officer: Officer, power: str) -> bool:
    return any(power in m.powers and m.agency_id == officer.agency_id for m in mandates_of(officer))
