"""The ActivityPub server and its connector."""
