"""What can go wrong with a connection or with what arrives."""


class NoConnection(Exception):
    """An official account has no connection, so nothing can be sent or read for it."""


class TooManyWaiting(Exception):
    """More has arrived than the house has followed; the network should come again."""
