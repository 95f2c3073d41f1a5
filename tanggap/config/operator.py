"""What the operator's commands share: finding whom a line names, and saying a room's refusal in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from tanggap.config.commandline import Refused

if TYPE_CHECKING:
    from tanggap.registry.models import Agency, Officer


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Speak English, as all commands do, and turn a refusal of a room into the command's one line."""
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from tanggap.files.errors import FileRefused
    from tanggap.people.errors import UserNameTaken
    from tanggap.registry.errors import RegistryRefusal

    with translation.override("en"):
        try:
            yield
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from error
        except (RegistryRefusal, UserNameTaken, FileRefused) as error:
            raise Refused(str(error)) from error


def agency_named(slug: str) -> Agency:
    """The agency with this slug. Raises Refused, which names those that there are."""
    from tanggap.registry.models import Agency

    found = Agency.objects.filter(slug=slug.strip().lower()).first()
    if found is None:
        there_are = ", ".join(Agency.objects.order_by("slug").values_list("slug", flat=True)[:20])
        raise Refused(f"there is no agency {slug!r}; " + (f"there are {there_are}" if there_are else "add one first"))
    return found


def officer_named(username: str) -> Officer:
    """The officer who signs in with this name. Raises Refused."""
    from tanggap.people.queries import user_by_name

    user = user_by_name(username)
    if user is None:
        raise Refused(f"there is no user {username!r}")
    officer = getattr(user, "officer", None)
    if officer is None:
        raise Refused(f"{user.username} has no place in an agency: tanggap user place {user.username} --agency …")
    return officer


def day_in(text: str | None) -> date | None:
    """A day as the command line takes it. Raises Refused."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"{text!r} is no day; one looks like 2026-12-31") from error
