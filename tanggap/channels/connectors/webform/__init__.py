"""Tanggap's own form, for people without an account anywhere."""
