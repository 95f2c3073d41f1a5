"""What can go wrong with people; the messages are for people."""

from __future__ import annotations

from django.db import DataError
from django.utils.translation import gettext as _


class NotAnAuthor(DataError):
    """A network gave an author whose id cannot be kept. As with all that a database cannot keep, only its own arrival
    is put aside for it; the text is for the log and holds nothing of the author."""


class KeyDestroyed(Exception):
    """The person's key was destroyed at their request: nothing can be sealed for them, and nothing opened."""

    def __init__(self) -> None:
        super().__init__("the sealing key was destroyed")


class UserNameTaken(Exception):
    """Somebody has this user name already, perhaps with other capitals."""

    def __init__(self, username: str) -> None:
        super().__init__(_("The user name “%(username)s” is taken.") % {"username": username})


class InvitationNotValid(Exception):
    """The link was used, has expired, or never was one."""

    def __init__(self) -> None:
        super().__init__(_("This link is no longer valid. Ask for a new invitation."))
