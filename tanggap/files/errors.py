"""Why a file is not taken; the message is for whoever sent it."""

from __future__ import annotations

from django.utils.translation import gettext as _


class FileRefused(Exception):
    """The file is too large, empty, or not of a kind that is taken."""


class TooLarge(FileRefused):
    """More bytes than allowed."""

    def __init__(self, megabytes: float) -> None:
        super().__init__(_("The file is too large; at most %(size)s MB are taken.") % {"size": f"{megabytes:g}"})


class NotTaken(FileRefused):
    """Not one of the kinds that are taken, whatever its name says."""

    def __init__(self) -> None:
        super().__init__(_("This kind of file is not taken. PNG, JPEG and WebP pictures are."))
