"""What every template knows: the government, the way around, and the other language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tanggap.rules.packs import pack

# Each language in itself: whoever needs the link reads that one.
NAMES = {"id": "Bahasa Indonesia", "en": "English"}


@dataclass(frozen=True)
class Government:
    """The government as its pages name it."""

    name: str
    host: str
    emergency_number: str


@dataclass(frozen=True)
class WayTo:
    """A link of the masthead or the foot."""

    url: str
    label: str
    here: bool


def government(request: HttpRequest) -> dict[str, Any]:
    """Context processor: government, navigation and the switch to the other language."""
    here = request.path
    return {
        "government": Government(settings.GOVERNMENT, settings.PUBLIC_HOST, pack().emergency_number),
        "ways": [
            _way(reverse("report"), _("Report"), here),
            _way(reverse("track"), _("Track"), here),
            _way(reverse("accounts"), _("Official accounts"), here),
            _way(reverse("measures"), _("Performance"), here),
            _way(reverse("record"), _("Public record"), here),
        ],
        "other_language": other_language(request),
    }


def _way(url: str, label: str, here: str) -> WayTo:
    """Everything below an address belongs to it; but no case is where one looks for it, and no password an account."""
    alone = {reverse("track"): (), reverse("accounts"): (reverse("account_check"),)}
    return WayTo(url, label, here in (url, *alone[url]) if url in alone else here.startswith(url))


def other_language(request: HttpRequest) -> dict[str, str]:
    """The other language, and a link to this page in it; no link where following it would lose what was typed."""
    code = "id" if get_language() == "en" else "en"
    if request.method != "GET":
        return {"code": code, "name": NAMES[code], "url": ""}
    query = request.GET.copy()
    query["lang"] = code
    return {"code": code, "name": NAMES[code], "url": f"?{query.urlencode()}"}
