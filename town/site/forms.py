"""The forms in which a visitor speaks as a citizen, and what becomes of them."""

from __future__ import annotations

from typing import Any

from town.citizens import all_citizens
from town.site.html import Html, tag
from town.site.view import view
from town.site.visit import Visit
from town.timeline import AUDIENCES, FEDIVERSE, PAGE, Post
from town.town import NotSaid, Town
from town.web import Request, Response, json_response, redirect

DEEDS = ("like", "unlike", "share", "unshare", "remove", "edit", "follow", "unfollow")


def compose(
    v: Visit,
    label: str,
    button: str,
    hidden: dict[str, object],
    hint: str = "",
    text: str = "",
    choice: Html | None = None,
) -> Html:
    """A box for words with a button. `hidden` fields go along; without an audience among them, one is chosen."""
    error = v.errors.get("text")
    described = "hint" if hint else None
    area = tag(
        "textarea",
        v.kept.get("text", text),
        id="text",
        name="text",
        required=True,
        maxlength=2000,
        aria_describedby=" ".join(filter(None, ["error" if error else "", described or ""])) or None,
        aria_invalid="true" if error else None,
    )
    if choice is None and "audience" not in hidden and "id" not in hidden:
        choice = _audience(v)
    return tag(
        "form",
        tag("label", tag("b", label), for_="text"),
        tag("p", error, id="error", class_="error") if error else None,
        tag("p", hint, id="hint", class_="hint") if hint else None,
        area,
        [tag("input", type="hidden", name=name, value=value) for name, value in hidden.items()],
        tag("div", choice or tag("span"), tag("button", button), class_="send"),
        class_="card",
        method="post",
        action=f"/as/{v.me.handle}" + ("/edit" if "id" in hidden else ""),
    )


def _audience(v: Visit) -> Html:
    kept = v.kept.get("audience", "public")
    options = [tag("option", v.words(name), value=name, selected=name == kept) for name in AUDIENCES]
    select = tag("select", *options, id="audience", name="audience")
    return tag("span", tag("label", v.words("audience"), for_="audience", class_="hush"), select)


def speak(town: Town, request: Request, name: str) -> Response | NotSaid:
    """`POST /as/<citizen>`. Programs get JSON; a form that cannot be taken comes back as NotSaid to be shown again."""
    form = {key: "" if value is None else str(value) for key, value in request.form.items()}
    is_program = "json" in request.headers.get("content-type", "") or request.wants("application/json")
    try:
        post = _speak(town, name, form)
    except NotSaid as error:
        return json_response({"error": error.reason}, 422) if is_program else error
    if is_program:
        return json_response(view(town, post), 201)
    return redirect(_after(post))


def _speak(town: Town, name: str, form: dict[str, str]) -> Post:
    if name not in all_citizens():
        raise NotSaid("gone")
    network, audience = form.get("network") or FEDIVERSE, form.get("audience") or "public"
    if network not in (FEDIVERSE, PAGE) or audience not in AUDIENCES:
        raise NotSaid("kind")
    return town.speak(name, form.get("text", ""), network, audience, form.get("in_reply_to", ""))


def act(town: Town, request: Request, name: str, deed: str) -> Response:
    """`POST /as/<citizen>/<deed>`: like, share, change, take back, follow."""
    if name not in all_citizens() or deed not in DEEDS:
        return json_response({"error": "gone"}, 404)
    is_program = "json" in request.headers.get("content-type", "") or request.wants("application/json")
    if deed in ("follow", "unfollow"):
        return _follow(town, request, name, deed)
    post = town.find(str(request.form.get("id", "")))
    if post is None or post.deleted:
        return json_response({"error": "gone"}, 404) if is_program else redirect("/")
    done = _act(town, name, deed, post, str(request.form.get("text") or "").strip())
    if is_program:
        current: Any = town.find(post.uri)
        return json_response(view(town, current), 200 if done else 409)
    return redirect(_after(post))


def _act(town: Town, name: str, deed: str, post: Post, text: str) -> bool:
    network = town.page if post.network == PAGE else town.fediverse
    if deed in ("remove", "edit"):
        if post.author != name or (deed == "edit" and not text):
            return False
        network.remove(post) if deed == "remove" else network.edit(post, text[:2000])
        return True
    undoes, kind = deed.startswith("un"), deed.removeprefix("un")
    if post.network == PAGE:
        return kind == "like" and (town.page.withdraw if undoes else town.page.react)(name, post)
    return (town.fediverse.withdraw if undoes else town.fediverse.react)(kind, name, post)


def _follow(town: Town, request: Request, name: str, deed: str) -> Response:
    town.fediverse.find_agencies()
    agency = town.fediverse.agencies.get(str(request.form.get("agency") or town.settings.agencies[0]))
    if agency is None:
        return json_response({"error": "gone"}, 404)
    done = (town.fediverse.follow if deed == "follow" else town.fediverse.unfollow)(name, agency)
    return json_response({"agency": agency.uri, "done": done}, 200 if done else 409)


def _after(post: Post) -> str:
    """Where a visitor sees what became of the words."""
    return f"/thread/{post.number}#c{post.number}"
