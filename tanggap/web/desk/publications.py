"""Publications on the desk: written by one officer, approved by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.inbox.actions.change import HIDING_REASONS
from tanggap.inbox.errors import AlreadyHidden, NotHidden, UnknownReason
from tanggap.inbox.models import Post
from tanggap.publishing.actions import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    approve_publication,
    digest_of_words,
    draft_publication,
    edit_publication,
    hide_reply,
    return_publication,
    show_reply,
    withdraw_publication,
)
from tanggap.publishing.errors import OwnPublication, PublicationRefusal
from tanggap.publishing.models import Publication, PublicationKind, PublicationState
from tanggap.publishing.queries import drafts_of, echo_of, places_of, published, said_under
from tanggap.registry.errors import NotAllowed
from tanggap.web.desk.access import seat
from tanggap.web.desk.acting import show_refusal, typed_text
from tanggap.web.public.case_state import hiding_words
from tanggap.web.public.publications import as_replies

NEWEST = 20
FIELDS = ("kind", "title", "text")


@dataclass(frozen=True)
class Wrong:
    """Why something was refused, and at which fields; `form` when it is about no field."""

    words: str
    fields: Sequence[str] = ("form",)
    status: int = 422
    # The reply that it is about.
    about: int = 0


@require_safe
def list_publications(request: HttpRequest) -> HttpResponse:
    """What waits, and what was published last."""
    here = seat(request)
    agency = here.officer.agency
    context = {
        "seat": here,
        "officer": here.officer,
        "now_showing": "publications",
        "drafts": drafts_of(agency),
        "published": published(agency)[:NEWEST],
        "may_draft": here.mandate_for("draft", agency.id),
        "may_approve": here.mandate_for("approve", agency.id),
    }
    return render(request, "tanggap/desk/publications.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write_publication(request: HttpRequest, public_id: str = "") -> HttpResponse:
    """Write a new draft, or change one's own. The same draft sent twice is one draft."""
    officer = seat(request).officer
    publication = _find(request, public_id) if public_id else None
    if request.method != "POST":
        return _page(request, publication)
    kind, title, text = (typed_text(request, name) for name in FIELDS)
    try:
        if publication is None:
            publication = draft_publication(kind, title, text, acting_officer=officer)
        else:
            edit_publication(publication.id, kind, title, text, acting_officer=officer)
    except PublicationRefusal as refusal:
        return _page(request, publication, Wrong(str(refusal), _fields_of(kind, title, text)))
    except NotAllowed as refusal:
        return show_refusal(request, refusal)
    messages.success(request, _("The draft waits for somebody else's approval."))
    return redirect("desk_publication", publication.public_id)


@require_POST
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve the words that were shown."""
    officer = seat(request).officer
    publication = _find(request, public_id)
    try:
        approve_publication(publication.id, request.POST.get("digest", ""), acting_officer=officer)
    except OwnPublication as refusal:
        return _page(request, publication, Wrong(str(refusal), status=403))
    except PublicationRefusal as refusal:
        publication = _find(request, public_id)
        if publication.approver_id != officer.id:
            return _page(request, publication, Wrong(str(refusal), status=409))
    except NotAllowed as refusal:
        return show_refusal(request, refusal)
    messages.success(request, _("Signed and on its way to everyone who follows."))
    return redirect("desk_publication", publication.public_id)


@require_POST
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Return a draft to its author with a reason."""
    publication = _find(request, public_id)
    try:
        return_publication(publication.id, typed_text(request, "reason"), acting_officer=seat(request).officer)
    except PublicationRefusal as refusal:
        return _page(request, _find(request, public_id), Wrong(str(refusal), ("reason",)))
    except NotAllowed as refusal:
        return show_refusal(request, refusal)
    messages.success(request, _("The draft went back to its author."))
    return redirect("desk_publications")


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw away one's own draft."""
    publication = _find(request, public_id)
    try:
        withdraw_publication(publication.id, acting_officer=seat(request).officer)
    except PublicationRefusal as refusal:
        return _page(request, _find(request, public_id), Wrong(str(refusal), status=409))
    except NotAllowed as refusal:
        return show_refusal(request, refusal)
    messages.success(request, _("The draft is gone."))
    return redirect("desk_publications")


@require_POST
def hide(request: HttpRequest, public_id: str, post_id: int) -> HttpResponse:
    """Keep a reply from the public."""
    publication, reason = _find(request, public_id), typed_text(request, "reason")
    try:
        hide_reply(publication.id, post_id, reason, acting_officer=seat(request).officer)
    except UnknownReason:
        wrong = Wrong(_("Choose why it is hidden."), (), about=post_id)
        return _page(request, publication, wrong)
    except AlreadyHidden:
        return redirect("desk_publication", public_id)
    except Post.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refusal:
        return show_refusal(request, refusal)
    messages.success(request, _("The post is hidden from the public."))
    return redirect("desk_publication", public_id)


@require_POST
def show(request: HttpRequest, public_id: str, post_id: int) -> HttpResponse:
    """Show the public a hidden reply again."""
    publication = _find(request, public_id)
    try:
        show_reply(publication.id, post_id, acting_officer=seat(request).officer)
    except NotHidden:
        return redirect("desk_publication", public_id)
    except Post.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refusal:
        return show_refusal(request, refusal)
    messages.success(request, _("Everybody can read the post again."))
    return redirect("desk_publication", public_id)


def _page(request: HttpRequest, publication: Publication | None, wrong: Wrong | None = None) -> HttpResponse:
    here = seat(request)
    agency = here.officer.agency
    is_author = publication is None or publication.author_id == here.officer.id
    is_open = publication is None or publication.state != PublicationState.APPROVED
    shown = {name: getattr(publication, name, "") for name in FIELDS} if publication else {}
    typed = {name: typed_text(request, name) for name in request.POST}
    context = {
        "seat": here,
        "officer": here.officer,
        "now_showing": "publications",
        "publication": publication,
        "kinds": PublicationKind.choices,
        "wrong": dict.fromkeys(wrong.fields, wrong.words) if wrong else {},
        "filled": typed if "text" in typed else shown,
        "typed": typed,
        "most_title": LONGEST_TITLE,
        "most_text": LONGEST_TEXT,
        "may_edit": is_open and is_author and here.mandate_for("draft", agency.id),
        "may_approve": is_open and not is_author and here.mandate_for("approve", agency.id),
        "is_author": is_author,
        "is_open": is_open,
        "digest": digest_of_words(publication) if publication else "",
        "replies": [] if is_open or publication is None else as_replies(said_under(publication)),
        "may_hide": not is_open and here.mandate_for("hide", agency.id),
        "hidings": [(reason, hiding_words(reason)) for reason in HIDING_REASONS],
        "wrong_reply": wrong.about if wrong else 0,
        "wrong_words": wrong.words if wrong else "",
        "echo": None if is_open or publication is None else echo_of(publication),
        "places": places_of(publication.agency if publication else agency),
    }
    return render(request, "tanggap/desk/publication.html", context, status=wrong.status if wrong else 200)


def _fields_of(kind: str, title: str, text: str) -> Sequence[str]:
    """The fields that a refusal of the words is about."""
    if kind not in PublicationKind.values:
        return ("kind",)
    written = {"title": (title.strip(), LONGEST_TITLE), "text": (text.strip(), LONGEST_TEXT)}
    empty = [name for name, (words, _most) in written.items() if not words]
    return empty or [name for name, (words, most) in written.items() if len(words) > most] or ("form",)


def _find(request: HttpRequest, public_id: str) -> Publication:
    related = ("agency", "author__user", "approver__user", "approved_under", "entry")
    own = Publication.objects.select_related(*related).filter(agency=seat(request).officer.agency_id)
    return get_object_or_404(own, public_id=public_id)
