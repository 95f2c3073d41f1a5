"""Why an act on a case is refused, in words for the officer."""

from __future__ import annotations

from django.utils.translation import gettext as _


class CaseRefusal(Exception):
    """An act on a case is refused; nothing was changed."""


class EmptyText(CaseRefusal):
    """An answer, note or reason without words."""

    def __str__(self) -> str:
        return _("Write something first.")


class TextTooLong(CaseRefusal):
    """More characters than the citizen's network takes."""

    def __init__(self, length: int, most: int) -> None:
        super().__init__(length, most)
        self.length, self.most = length, most

    def __str__(self) -> str:
        return _("The text has %(length)s characters; this network takes %(most)s.") % {
            "length": self.length,
            "most": self.most,
        }


class ThreadChanged(CaseRefusal):
    """Somebody wrote or answered while the officer was writing."""

    def __str__(self) -> str:
        return _("Something new came into this thread while you were writing. Read it, then send again.")


class WrongState(CaseRefusal):
    """The case is not in a state in which this can be done."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return self.why


class UnknownChoice(CaseRefusal):
    """A reason, outcome or recipient that is not offered."""

    def __str__(self) -> str:
        return _("Choose one of the listed options.")
