"""Documents for other servers. People who come with a browser are led to the page that says the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, wraps
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from tanggap.base.cache import keep, look
from tanggap.channels.models import Follower
from tanggap.federation import documents
from tanggap.federation.actors import OurActor, find_actor, instance_actor, was_retired
from tanggap.federation.documents import ACTIVITY_JSON, INSTANCE_HANDLE, JRD_JSON, Json
from tanggap.federation.inbox_view import own_hosts
from tanggap.federation.queries import PAGE_LENGTH, counts, newest_words, public_messages, publications_of, shown_note
from tanggap.outbox.models import Message

DOCUMENT_SECONDS = 60
COUNT_SECONDS = 600
LONGEST_RESOURCE = 2048
MOST_PAGES = 10_000
WANTED = ("application/activity+json", "application/ld+json", "application/json")
# RFC 9110 §12.4.2: a weight of nothing says that this is not wanted.
REFUSES = re.compile(r";\s*q\s*=\s*0(?:\.0*)?\s*(?:;|$)")

View = Callable[..., HttpResponse]


def reading(view: View) -> View:
    """GET and HEAD only."""

    @wraps(view)
    def keep(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        return view(request, *args, **kwargs)

    return keep


@reading
def show_actor(request: HttpRequest, handle: str) -> HttpResponse:
    """An agency's account; a browser is led to the agency's page."""
    actor = find_actor(_host(request), handle)
    if actor is None:
        return _missing(f"{settings.BASE_URL}/@{handle}", gone=was_retired(handle))
    if not _wants_document(request):
        return _led_to(actor.facts.url)
    return _document(documents.actor_document(actor.facts))


@reading
def show_instance_actor(request: HttpRequest) -> HttpResponse:
    """The installation's own actor, whose key signs our requests."""
    actor = instance_actor()
    if actor is None:
        return _missing("")
    if not _wants_document(request):
        return _led_to(actor.facts.url)
    return _document(documents.actor_document(actor.facts))


@reading
def show_outbox(request: HttpRequest, handle: str) -> HttpResponse:
    """What an account told everybody, newest first, in pages."""
    actor = find_actor(_host(request), handle)
    if actor is None or actor.account is None:
        return _missing("")
    outbox_id, said = f"{actor.facts.id}/outbox", publications_of(actor.account)
    if "page" not in request.GET:
        return _document(documents.outbox(outbox_id, said.count()))
    asked = request.GET["page"]
    page = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 6 else 0
    if not 0 < page <= MOST_PAGES:
        return _missing("")
    rows = list(said[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH + 1])
    items = [_without_context(shown_note(newest_words(row)).activity) for row in rows[:PAGE_LENGTH]]
    return _document(documents.outbox_page(outbox_id, page, items, more=len(rows) > PAGE_LENGTH))


@reading
def show_followers(request: HttpRequest, handle: str) -> HttpResponse:
    """How many follow an account, and not who."""
    actor = find_actor(_host(request), handle)
    if actor is None:
        return _missing("")
    number = Follower.objects.filter(account=actor.account, identity__gone_at__isnull=True).count()
    return _document(documents.collection(f"{actor.facts.id}/followers", number))


@reading
def show_following(request: HttpRequest, handle: str) -> HttpResponse:
    """A government follows nobody."""
    actor = find_actor(_host(request), handle)
    return _missing("") if actor is None else _document(documents.collection(f"{actor.facts.id}/following", 0))


@reading
def show_empty(request: HttpRequest, part: str) -> HttpResponse:
    """A collection of the installation's own actor, which says nothing and knows nobody."""
    return _document(documents.collection(f"{settings.BASE_URL}/actor/{part}", 0))


@reading
def show_note(request: HttpRequest, public_id: str) -> HttpResponse:
    """A public message under its id; a browser is led to the page where it stands."""
    message = _message(public_id)
    if message is None:
        return _missing("")
    shown = shown_note(newest_words(message))
    if message.corrects_id:
        return _led_to(shown.note["id"])
    if not _wants_document(request):
        return _led_to(shown.note["url"]) if shown.note["url"] != shown.note["id"] else _missing("")
    return _document({"@context": documents.STREAMS, **shown.note})


@reading
def show_activity(request: HttpRequest, public_id: str) -> HttpResponse:
    """The activity that brought a public message."""
    message = _message(public_id)
    return _missing("") if message is None else _document(shown_note(message).activity)


@reading
def show_webfinger(request: HttpRequest) -> HttpResponse:
    """RFC 7033: which actor an address means. 400 without a resource that can be one, 404 for nobody here."""
    resource = request.GET.get("resource", "").strip()
    if not resource or len(resource) > LONGEST_RESOURCE or "\x00" in resource:
        return _plain(400, "a resource is missing")
    actor = _resolve(resource)
    if actor is None:
        return _missing("")
    subject = f"acct:{actor.facts.handle}@{settings.PUBLIC_HOST}"
    found = documents.webfinger(subject, actor.facts.id, actor.facts.url)
    wanted = request.GET.getlist("rel")
    if wanted:
        found["links"] = [link for link in found["links"] if link["rel"] in wanted]
    return _document(found, JRD_JSON)


@reading
def show_nodeinfo_links(request: HttpRequest) -> HttpResponse:
    """Where NodeInfo is."""
    return _document(documents.nodeinfo_links(settings.BASE_URL), "application/json")


# RFC 9110 §12.4.2: a weight of nothing says that this is not wanted.
REFUSES = re.compile(r";\s*q\s*=\s*0(?:\.0*)?\s*(?:;|$)")


@reading
def show_nodeinfo(request: HttpRequest, version: str) -> HttpResponse:
    """NodeInfo: what software this is and how much is said here."""
    accounts, posts = _counts()
    schema = f"http://nodeinfo.diaspora.software/ns/schema/{version}#"
    found = documents.nodeinfo(version, _release(), settings.GOVERNMENT, accounts, posts)
    return _document(found, f'application/json; profile="{schema}"; charset=utf-8')


def _resolve(resource: str) -> OurActor | None:
    """`acct:name@host`, or the address of an actor."""
    if resource.lower().startswith("acct:"):
        handle, _, host = resource[5:].lstrip("@").rpartition("@")
    else:
        scheme, _, rest = resource.partition("://")
        host, _, path = rest.partition("/")
        if scheme not in ("http", "https") or (path != "actor" and not path.startswith("@")):
            return None
        handle = INSTANCE_HANDLE if path == "actor" else path[1:]
    if handle.lower() == INSTANCE_HANDLE:
        return instance_actor() if host.lower() in own_hosts else None
    return find_actor(host, handle) if handle and host else None


def _message(public_id: str) -> Message | None:
    return public_messages().filter(public_id=public_id).first()


def _host(request: HttpRequest) -> str:
    return request.META.get("HTTP_HOST", "")


def _wants_document(request: HttpRequest) -> bool:
    """Whether the visitor asks for a document of ActivityStreams rather than a page."""
    accept = request.META.get("HTTP_ACCEPT", "").lower()
    return any(kind in part for part in accept.split(",") if not REFUSES.search(part) for kind in WANTED)


def _document(document: Json, content_type: str = ACTIVITY_JSON) -> HttpResponse:
    response = HttpResponse(orjson.dumps(document), content_type=content_type)
    response["Vary"] = "Accept"
    response["Cache-Control"] = f"public, max-age={DOCUMENT_SECONDS}"
    # RFC 7033 §5 asks for it, and there is nothing here that is not public.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _led_to(url: str) -> HttpResponse:
    response = HttpResponseRedirect(url)
    response["Vary"] = "Accept"
    return response


def _missing(name: str, gone: bool = False) -> HttpResponse:
    if gone:
        return HttpResponse(orjson.dumps(documents.tombstone(name)), status=410, content_type=ACTIVITY_JSON)
    return _plain(404, "there is nothing here")


def _plain(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _without_context(activity: Json) -> Json:
    return {name: value for name, value in activity.items() if name != "@context"}


def _counts() -> tuple[int, int]:
    """Counted once in a while."""
    kept: tuple[int, int] | None = look("federation.counts")
    if kept is None:
        kept = counts()
        keep("federation.counts", kept, COUNT_SECONDS)
    return kept


@lru_cache(maxsize=1)
def _release() -> str:
    try:
        return version("tanggap")
    except PackageNotFoundError:
        return "0"
