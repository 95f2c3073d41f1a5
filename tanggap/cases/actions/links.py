"""Addresses that stand in messages to citizens."""

from __future__ import annotations

from django.conf import settings


def in_language(language: str) -> str:
    """What a link adds for who writes a language that our pages have, and do not begin in."""
    has_pages = language in dict(settings.LANGUAGES) and language != settings.LANGUAGE_CODE
    return f"?lang={language}" if has_pages else ""
