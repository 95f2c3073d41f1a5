"""Where an agency's actor and pages are. An actor stays under the installation's own host: followers depend on it."""

from __future__ import annotations

from django.conf import settings

from tanggap.registry.models import Agency


def actor_url(agency: Agency) -> str:
    """The id of the agency's actor, by which posts mention it."""
    return f"{settings.BASE_URL}/@{agency.handle}"


def fediverse_handle(agency: Agency) -> str:
    """`dinas-pu@host`, as people write it, without the leading @."""
    return f"{agency.handle}@{settings.PUBLIC_HOST}"


def agency_page(agency: Agency) -> str:
    """The agency's public page."""
    return f"{settings.BASE_URL}/agencies/{agency.slug}/"


def form_url(agency: Agency) -> str:
    """Our own form, addressed to the agency."""
    return f"{settings.BASE_URL}/report/?agency={agency.slug}"
