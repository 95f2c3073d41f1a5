"""HTML built from plain calls: what is not marked as HTML is escaped, so nobody's words can act."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

VOID = frozenset({"input", "meta", "link", "br", "path", "circle"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *children: object, **attributes: object) -> Html:
    """An element. `class_` and `for_` lose their underscore, other underscores become dashes; True stands bare."""
    opened = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    if name in VOID:
        return Html(opened)
    return Html(f"{opened}{joined(children)}</{name}>")


def joined(children: Iterable[object]) -> Html:
    """Pieces one after the other; None and False are nothing, lists are taken apart."""
    return Html("".join(_piece(child) for child in children))


def _piece(child: object) -> str:
    if child is None or child is False:
        return ""
    if isinstance(child, Html):
        return child
    if isinstance(child, (list, tuple)):
        return joined(child)
    return escape(str(child), quote=False)


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    return f' {name}="{escape(str(value), quote=True)}"'
