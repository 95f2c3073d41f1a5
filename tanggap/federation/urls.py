"""The addresses that other servers know. What each asks of its visitor stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path, register_converter
from django.views.decorators.csrf import csrf_exempt

from tanggap.federation import inbox_view, views
from tanggap.federation.actors import HANDLE

PUBLIC = "anybody"
SIGNED = "another server; its signature is checked"


class Handle:
    """A name after the @ of an address."""

    regex = HANDLE.pattern

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Handle, "handle")


def at(route: str, view: Callable[..., HttpResponse], name: str, access: str = PUBLIC, **given: Any) -> URLPattern:
    """A route with its access rule."""
    shown = csrf_exempt(view)
    shown.access = access  # type: ignore[attr-defined]
    return path(route, shown, given, name=name)


urlpatterns = [
    at("inbox", inbox_view.answer, "ap_shared_inbox", SIGNED),
    at("@<handle:handle>/inbox", inbox_view.answer, "ap_inbox", SIGNED),
    at("@<handle:handle>", views.show_actor, "ap_actor"),
    at("@<handle:handle>/outbox", views.show_outbox, "ap_outbox"),
    at("@<handle:handle>/followers", views.show_followers, "ap_followers"),
    at("@<handle:handle>/following", views.show_following, "ap_following"),
    at("actor", views.show_instance_actor, "ap_instance_actor"),
    at("actor/inbox", inbox_view.answer, "ap_instance_inbox", SIGNED),
    at("actor/outbox", views.show_empty, "ap_instance_outbox", part="outbox"),
    at("actor/followers", views.show_empty, "ap_instance_followers", part="followers"),
    at("actor/following", views.show_empty, "ap_instance_following", part="following"),
    at("notes/<slug:public_id>", views.show_note, "ap_note"),
    at("notes/<slug:public_id>/activity", views.show_activity, "ap_activity"),
    at(".well-known/webfinger", views.show_webfinger, "webfinger"),
    at(".well-known/nodeinfo", views.show_nodeinfo_links, "nodeinfo_links"),
    at("nodeinfo/2.0", views.show_nodeinfo, "nodeinfo_2_0", version="2.0"),
    at("nodeinfo/2.1", views.show_nodeinfo, "nodeinfo_2_1", version="2.1"),
]
