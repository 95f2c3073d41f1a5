"""What the register refuses; the messages are for people."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tanggap.base.clock import now
from tanggap.registry.models import Agency, Mandate, Power
from tanggap.rules.calendar import office_day
from tanggap.rules.dates import spoken_date


class NotAllowed(Exception):
    """Nobody acts without a mandate; the message says which one is missing, and why an earlier one does not count."""

    def __init__(self, power: str, agency: Agency, ended: Mandate | None = None) -> None:
        self.power, self.agency, self.ended = power, agency, ended
        label = str(Power(power).label) if power in Power.values else power
        words = _("You have no mandate to %(power)s for %(agency)s.") % {"power": label, "agency": agency.name}
        super().__init__(f"{words} {_why(ended)}".strip())


class RegistryRefusal(Exception):
    """The register does not take this, for a reason in words."""


class NotByOneself(RegistryRefusal):
    """Nobody grants a mandate to themselves, or confirms what they asked for."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else must do this: nobody grants or confirms a mandate of their own."))


class AlreadyDecided(RegistryRefusal):
    """A second decision about the same thing."""

    def __init__(self) -> None:
        super().__init__(_("This was decided already."))


def _why(ended: Mandate | None) -> str:
    if ended is None:
        return ""
    values = {"decree": ended.decree_number}
    if ended.revoked_at is not None:
        return _("Yours (%(decree)s) was revoked.") % values
    if ended.confirmed_at is None:
        return _("Yours (%(decree)s) waits for a second person to confirm it.") % values
    if ended.valid_from > office_day(now()):
        return _("Yours (%(decree)s) is valid from %(day)s.") % {**values, "day": _spoken(ended.valid_from)}
    if ended.valid_until is not None:
        return _("Yours (%(decree)s) ended on %(day)s.") % {**values, "day": _spoken(ended.valid_until)}
    # The mandate is good; it is the officer or the agency who is no longer there.
    return ""


def _spoken(day: date) -> str:
    return spoken_date(day, get_language() or "")
