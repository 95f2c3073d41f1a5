"""What can go wrong with a connection."""


class NoConnection(Exception):
    """An official account has no connection, so nothing can be sent or read for it."""
