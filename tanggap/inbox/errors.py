"""Why an act on a post is refused, in words for the officer."""

from django.utils.translation import gettext as _


class UnknownReason(Exception):
    """A post is hidden only for one of the listed reasons."""

    def __str__(self) -> str:
        return _("Choose one of the listed reasons.")


class AlreadyHidden(Exception):
    """Somebody hid the post before."""

    def __str__(self) -> str:
        return _("This post is hidden already.")


class NotHidden(Exception):
    """Everybody reads the post already."""

    def __str__(self) -> str:
        return _("This post is not hidden.")
