"""The officers' desk: list, thread, composer, publications."""
