"""Who may open which address of the desk, and who sits at it."""

from __future__ import annotations

from django.http import HttpRequest

from tanggap.cases.desk import Seat, seat_of
from tanggap.registry.models import Officer
from tanggap.web.access import Access

RULES: dict[str, Access] = dict.fromkeys(
    (
        "desk",
        "desk_live",
        "desk_case",
        "desk_answer",
        "desk_correction",
        "desk_assignment",
        "desk_forwarding",
        "desk_note",
        "desk_closure",
        "desk_dismissal",
        "desk_reopening",
        "desk_hiding",
        "desk_showing",
        "desk_delivery",
        "desk_password",
        "desk_notices",
        "desk_notice",
        "desk_measures",
        "desk_talk",
        "desk_promotion",
        "desk_publications",
        "desk_publication",
        "desk_publication_new",
        "desk_publication_approval",
        "desk_publication_return",
        "desk_publication_withdrawal",
        "desk_reply_hiding",
        "desk_reply_showing",
        "desk_approvals",
        "desk_approval",
    ),
    Access.OFFICER,
)


def officer_of(request: HttpRequest) -> Officer:
    """The officer behind a request that passed the access rule."""
    return request.user.officer  # type: ignore[union-attr]


def seat(request: HttpRequest) -> Seat:
    """The officer's desk with the mandates they hold, asked for once a request."""
    kept: Seat | None = getattr(request, "seat", None)
    if kept is None:
        officer = officer_of(request)
        kept = request.seat = seat_of(officer)  # type: ignore[attr-defined]
        # Their own agency stands in nearly every mandate; asking for it again would be one query more.
        own = next((m.agency for m in kept.mandates if m.agency_id == officer.agency_id), None)
        if own is not None:
            officer.agency = own
    return kept
