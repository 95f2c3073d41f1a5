"""Signed messages and their deliveries."""
