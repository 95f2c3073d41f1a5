"""Why an act on a publication is refused, in words for the officer."""

from django.utils.translation import gettext as _


class PublicationRefusal(Exception):
    """An act on a publication is refused; nothing was changed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return self.why


class OwnPublication(PublicationRefusal):
    """An author never approves their own words."""

    def __init__(self) -> None:
        super().__init__(_("You wrote this yourself. Somebody else must approve it."))
