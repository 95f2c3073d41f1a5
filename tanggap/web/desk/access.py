"""Who may open which address of the desk, and who is acting."""

from __future__ import annotations

from django.http import HttpRequest

from tanggap.registry.models import Officer
from tanggap.web.access import Access

RULES: dict[str, Access] = dict.fromkeys(
    (
        "desk",
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
        "desk_delivery",
        "desk_notice",
        "desk_talk",
        "desk_promotion",
        "desk_publications",
        "desk_publication",
        "desk_publication_new",
        "desk_publication_approval",
        "desk_publication_return",
    ),
    Access.OFFICER,
)


def officer_of(request: HttpRequest) -> Officer:
    """The officer behind a request that passed the access rule."""
    return request.user.officer  # type: ignore[union-attr]
