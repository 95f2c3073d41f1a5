"""Why a message cannot be submitted."""

from django.utils.translation import gettext as _


class WiderAudience(Exception):
    """A reply would be seen by more people than the post it answers."""


class NotStuck(Exception):
    """Only a stuck delivery waits for somebody's decision."""

    def __str__(self) -> str:
        return _("This answer is no longer stuck.")
