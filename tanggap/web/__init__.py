"""Pages, JSON and hooks."""
