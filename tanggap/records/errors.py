"""What can be wrong with the record, or with what somebody wants to put into it."""


class NotForTheRecord(ValueError):
    """An act may not be appended as it is: an undeclared field, a leak, too large. A mistake of the calling room."""


class NoLog(Exception):
    """The installation has no log yet; `tanggap init` opens one."""


class OriginIsFixed(Exception):
    """The log has been opened under another origin, and an origin never changes."""


class LogContradiction(Exception):
    """The database contradicts a checkpoint that was published. Nothing may be signed until a person has looked."""


class FenceLost(Exception):
    """Another sequencer was quicker; nothing of this attempt is kept."""
