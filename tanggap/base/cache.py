"""Django's cache, which may vanish at any moment: then nothing is kept, and whoever asks makes it again."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache


def look(key: str) -> Any:
    """What is kept under a key, or None; also None when the cache is away."""
    try:
        return cache.get(key)
    except Exception:  # whatever a cache's client raises when its server is gone
        return None


def keep(key: str, value: Any, seconds: float) -> None:
    """Keep a value for a while, if there is a cache to keep it."""
    try:
        cache.set(key, value, seconds)
    except Exception:
        return
