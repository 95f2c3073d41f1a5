"""Why a message cannot be submitted."""


class WiderAudience(Exception):
    """A reply would be seen by more people than the post it answers."""


class NotStuck(Exception):
    """Only a stuck delivery waits for somebody's decision."""
