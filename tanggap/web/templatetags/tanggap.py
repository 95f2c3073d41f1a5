"""Tags that every page may use: icons, seals, times, states, numbers. Built in, so no page loads them."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tanggap.web import words
from tanggap.web.public.handles import shown_handle

register = template.Library()

MARK = mark_safe(  # a constant of ours
    '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
    '<g fill="none" stroke-width="4.5" stroke-linecap="round">'
    '<path stroke="currentColor" d="M4 7h3.5a5.5 5.5 0 0 1 5.5 5.5V26"/>'
    '<path class="half" d="M28 7h-3.5a5.5 5.5 0 0 0-5.5 5.5V26"/></g></svg>'
)


@register.simple_tag
def asset(path: str) -> str:
    """A file of ours under /static/, with a mark of its content, so that browsers never keep an old one."""
    return f"{static('tanggap/' + path)}?v={_fingerprint(path)}"


@cache
def _fingerprint(path: str) -> str:
    found = finders.find("tanggap/" + path)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10] if found else "0"


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon of the sprite; words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>', asset("icons.svg"), name
    )


@register.simple_tag
def mark() -> SafeString:
    """The mark: two strokes that complete each other."""
    return MARK


@register.simple_tag
def seal(entry: Any) -> SafeString:
    """The entry's number in the public record, or that it waits for one. Takes an entry, an index or nothing."""
    index = entry if entry is None or isinstance(entry, int) else entry.index
    if index is None:
        words_ = _("waiting to be sealed")
        return format_html('<span class="seal waiting">{}{}</span>', icon("seal"), words_)
    return format_html(
        '<a class="seal" href="/record/?at={}#{}">{}<span class="visually-hidden">{} </span>{}</a>',
        index,
        index,
        icon("seal"),
        _("Entry in the public record:"),
        words.number_words(index),
    )


@register.simple_tag(takes_context=True)
def when(context: template.Context, moment: datetime | None) -> SafeString | str:
    """A past moment relative to now; the exact one on hover."""
    return _time(moment, words.ago_words, context)


@register.simple_tag(takes_context=True)
def moment(context: template.Context, moment: datetime | None) -> SafeString | str:
    """A moment of a story, short; the exact one on hover."""
    return _time(moment, words.moment_words, context)


@register.simple_tag(takes_context=True)
def clock(context: template.Context, moment: datetime | None) -> SafeString | str:
    """The time of day alone; the exact moment on hover."""
    return _time(moment, words.clock_words, context)


@register.simple_tag(takes_context=True)
def exact(context: template.Context, moment: datetime | None) -> SafeString | str:
    """A moment in full with its zone."""
    return _time(moment, words.exact_words, context)


@register.simple_tag(takes_context=True)
def day(context: template.Context, day: date | datetime | None) -> SafeString | str:
    """A day in full, kept on one line."""
    if day is None:
        return ""
    zone = words.zone_of(context.get("zone"))
    stamp = words.local(day, zone).date() if isinstance(day, datetime) else day
    return format_html('<time datetime="{}">{}</time>', stamp.isoformat(), words.day_words(day, zone))


@register.simple_tag(name="state")
def show_state(kind: str, icon_name: str, words_: str, chip: bool = False) -> SafeString:
    """A state: icon, word and colour (`due`, `late`, `done`, `info`, `danger` or none), never one alone."""
    classes = " ".join(part for part in ("state", "chip" if chip else "", kind) if part)
    return format_html('<span class="{}">{}{}</span>', classes, icon(icon_name), words_)


@register.filter
def in_full(value: date | datetime) -> str:
    """A day in full, for use inside a translated sentence."""
    return words.day_words(value)


@register.filter
def handle(account: Any) -> str:
    """An official account as people write it: with its @ where the network has handles."""
    return shown_handle(account)


@register.filter
def number(value: int | float | None) -> str:
    """A number with the language's own marks."""
    return "" if value is None else words.number_words(value)


def _time(moment: datetime | None, say: Any, context: template.Context) -> SafeString | str:
    if moment is None:
        return ""
    zone = words.zone_of(context.get("zone"))
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        words.local(moment, zone).isoformat(timespec="seconds"),
        words.exact_words(moment, zone),
        say(moment, zone),
    )
