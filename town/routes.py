"""Every address of the town."""

from __future__ import annotations

import functools
from collections.abc import Callable

from town.citizens import all_citizens
from town.fediverse.served import Served
from town.page.faults import Faults
from town.site import forms, pages
from town.site.view import timeline
from town.site.visit import static_file, visit
from town.timeline import PAGE, Post
from town.town import NotSaid, Town
from town.web import Request, Response, Routes, json_response, redirect

NAME = r"([a-z0-9_-]+)"
NODE = r"(?:/graph)?/v\d+\.\d+/([\w.-]+)"


def build_routes(town: Town) -> Routes:
    """The table of the town's server."""
    served = Served(town)
    site = functools.partial(_site, town)
    answer = town.graph.answer
    return Routes(
        [
            *served.table(),
            ("GET", NODE, answer),
            ("POST", NODE, answer),
            ("DELETE", NODE, answer),
            ("GET", NODE + r"/([a-z_]+)", answer),
            ("POST", NODE + r"/([a-z_]+)", answer),
            ("GET", r"/page/faults", lambda request: json_response(town.faults.shown())),
            ("POST", r"/page/faults", functools.partial(_set_faults, town.faults)),
            ("GET", r"/", site(pages.home)),
            ("GET", r"/page/", site(pages.city_page)),
            ("GET", r"/page/(\d{1,18})", functools.partial(_page_post, town)),
            ("GET", r"/messages/", site(pages.messages)),
            ("GET", r"/mail/", site(pages.mail)),
            ("GET", r"/people/", site(pages.citizens)),
            ("GET", r"/thread/(\d{1,18})", functools.partial(_thread, town)),
            ("GET", rf"/@{NAME}", functools.partial(_profile, town, served)),
            ("GET", rf"/@{NAME}/(\d{{1,18}})", functools.partial(_note, town, served)),
            ("POST", rf"/as/{NAME}", functools.partial(_speak, town)),
            ("POST", rf"/as/{NAME}/([a-z]+)", functools.partial(forms.act, town)),
            ("GET", r"/timeline\.json", functools.partial(timeline, town)),
            ("GET", r"/pulse", functools.partial(_pulse, town)),
            ("GET", r"/static/([\w.-]+)", static_file),
            ("GET", r"/.*", lambda request: pages.not_found(visit(town, request))),
        ]
    )


def _site(town: Town, show: Callable[..., Response]) -> Callable[[Request], Response]:
    return lambda request: show(visit(town, request))


def _set_faults(faults: Faults, request: Request) -> Response:
    try:
        faults.set(request.form)
    except ValueError as error:
        return json_response({"error": str(error)}, 422)
    return json_response(faults.shown())


def _thread(town: Town, request: Request, number: str) -> Response:
    post = town.find(number)
    return pages.thread(visit(town, request), post) if post else pages.not_found(visit(town, request))


def _page_post(town: Town, request: Request, number: str) -> Response:
    post = town.find(number)
    if post is None or post.network != PAGE:
        return pages.not_found(visit(town, request))
    return pages.thread(visit(town, request), post)


def _profile(town: Town, served: Served, request: Request, name: str) -> Response:
    if request.wants("activity+json", "ld+json"):
        return served.actor(request, name)
    citizen = all_citizens().get(name)
    v = visit(town, request)
    return pages.profile(v, citizen) if citizen else pages.not_found(v)


def _note(town: Town, served: Served, request: Request, name: str, number: str) -> Response:
    if request.wants("activity+json", "ld+json"):
        return served.note(request, name, number)
    return redirect(f"/thread/{number}")


def _speak(town: Town, request: Request, name: str) -> Response:
    done = forms.speak(town, request, name)
    if not isinstance(done, NotSaid):
        return done
    v = visit(town, request, name)
    form = {key: str(value) for key, value in request.form.items()}
    kept = {"text": form.get("text", ""), "audience": form.get("audience", "public"), "to": form.get("in_reply_to", "")}
    refused = type(v)(v.town, v.request, v.words, v.me, v.now, {"text": v.words(f"error_{done.reason}")}, kept)
    above: Post | None = town.find(kept["to"]) if kept["to"] else None
    shown = pages.thread(refused, above) if above else pages.home(refused)
    return Response(shown.body, 422, shown.kind, shown.headers)


def _pulse(town: Town, request: Request) -> Response:
    """How many posts a network got since one of them; for the page's script."""
    after = request.query.get("after", "0")
    asked = "select count(*) from posts where network = ? and number > ? and audience != 'direct'"
    number = int(after) if after.isdigit() and len(after) < 19 else 0
    return json_response({"new": town.store.value(asked, request.query.get("network", ""), number)})
