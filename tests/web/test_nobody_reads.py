"""Every address of the product, as a stranger and as an officer of another agency: what is kept back is on none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case, hide_case_post, note_case
from tanggap.cases.models import Case, CaseStep
from tanggap.channels.contract import Audience, Author, DeletedPost, EditedPost, IncomingPost
from tanggap.inbox.actions import delete_posts, edit_posts
from tanggap.inbox.models import Post
from tanggap.outbox.models import Delivery, Message
from tanggap.publishing.actions import approve_publication, digest_of_words, draft_publication
from tanggap.publishing.models import Publication
from tanggap.records.models import Entry
from tests.house.test_access import addresses

HIDDEN, SEALED, NOTE, DRAFT, PERSON = "terlarang-satu", "rahasia-dua", "catatan-tiga", "konsep-empat", "marlina"
GONE = "dihapus-lima"
BACKEND = "django.contrib.auth.backends.ModelBackend"
QUERIES = ("", "?page=1", "?status=open", "?view=closed", "?agency=dinas-pu", "?q=" + PERSON)


@pytest.fixture
def secrets(office: Any, settle: Callable[[], None]) -> set[str]:
    """A town with something of every kind that is kept back; returns the words that nobody else may read."""
    draft = draft_publication("service_news", "Jembatan Barat", "Ditutup Sabtu.", acting_officer=office.officer)
    approve_publication(draft.id, digest_of_words(draft), acting_officer=office.approver)
    draft_publication("service_news", DRAFT, DRAFT, acting_officer=office.officer)
    note = Message.objects.get(kind="publication").thread.remote_ids.get().remote_id
    for number, audience in enumerate(Audience):
        case = office.case(
            f"Lampu jalan mati {SEALED if audience in HIDES else HIDDEN}", author=f"{PERSON}{number}", audience=audience
        )
        _work_on(office, case)
    for audience in (Audience.PUBLIC, Audience.DIRECT):
        case = office.case(
            f"Jalan rusak, tolong {SEALED if audience in HIDES else HIDDEN}",
            author=f"{PERSON}p{audience}",
            audience=audience,
            in_reply_to=note,
        )
        _work_on(office, case)
    _grow(office)
    settle()
    sealed = Case.objects.filter(is_sealed=True)
    assert sealed.count() == 4
    return {HIDDEN, SEALED, NOTE, DRAFT, PERSON, *sealed.values_list("tracking_id", flat=True)}


HIDES = (Audience.FOLLOWERS, Audience.DIRECT)


def _work_on(office: Any, case: Case) -> None:
    note_case(case.id, NOTE, acting_officer=office.officer)
    answer_case(case.id, f"Kami periksa. {SEALED if case.is_sealed else ''}", acting_officer=office.officer)
    if not case.is_sealed:
        hide_case_post(case.id, case.opening_post_id, "personal_data", acting_officer=office.officer)


def _grow(office: Any) -> None:
    """A public case out of which a confidential one grows."""
    case = office.case("Lampu taman mati", author="budi")
    above = case.opening_post.remote.remote_id
    office.write(f"Ini nomor saya {SEALED}", author="budi", audience=Audience.DIRECT, in_reply_to=above)
    office.work()
    grown = Case.objects.get(grew_from=case)
    answer_case(grown.id, f"Baik, {SEALED}", acting_officer=office.officer)


def paths() -> list[str]:
    """Every address with everything that could stand in it."""
    return sorted({path for route, pattern in addresses() for path in _filled(route, pattern)})


def _filled(route: str, pattern: URLPattern) -> Iterator[str]:
    """The route with each value of its first part, and the first two of the others."""
    first, *rest = re.findall(r"[<{](?:\w+:)?(\w+)[>}]", route) or [""]
    for values in itertools.product(_values(first), *(_values(name)[:2] for name in rest)):
        path = route.replace("^", "").replace("$", "")
        for value in values:
            path = re.sub(r"[<{](?:\w+:)?\w+[>}]", str(value), path, count=1)
        yield f"/{path}"


def _values(name: str) -> list[Any]:
    rows: dict[str, Any] = {
        "": [""],
        "tracking_id": Case.objects.values_list("tracking_id", flat=True),
        "post_id": Post.objects.values_list("id", flat=True),
        "step_id": CaseStep.objects.values_list("id", flat=True)[:3],
        "delivery_id": Delivery.objects.values_list("id", flat=True)[:3],
        "slug": ["dinas-pu", "dinas-perhubungan"],
        "handle": ["dinas-pu"],
        "level": [0],
        "secret": ["x" * 30],
        "token": ["x" * 30],
        "uidb64": ["MQ"],
        "notice_id": [1],
    }
    rows["number"] = [1, 2, *rows["tracking_id"]]
    rows["public_id"] = [
        *Message.objects.values_list("public_id", flat=True),
        *Publication.objects.values_list("public_id", flat=True),
        *Post.objects.values_list("public_id", flat=True),
    ]
    size = Entry.objects.count()
    rows["name"] = [*rows["tracking_id"], *range(size), f"000.p/{size}"]
    return list(rows[name])


def leaks(client: Client, secrets: set[str], headers: dict[str, str]) -> tuple[set[tuple[str, str]], int]:
    """Where a secret can be read, and how many pages were there at all."""
    found, there = set(), 0
    for path in paths():
        for query in QUERIES if path.count("/") < 3 or path.startswith("/api") else [""]:
            response = client.get(path + query, headers={"Accept": _accept(path), **headers})
            assert response.status_code < 500, path
            there += response.status_code == 200
            # What was asked for may be said again.
            said = (response.content.decode("utf-8", "replace") + str(response.headers)).replace(path, "")
            found |= {(path, secret) for secret in secrets if secret in said and secret not in path + query}
    return found, there


def _accept(path: str) -> str:
    return "application/activity+json" if path.startswith(("/@", "/notes", "/actor")) else "text/html"


@pytest.fixture
def bearer() -> Callable[[str], dict[str, str]]:
    def sign_in(username: str) -> dict[str, str]:
        given = {"username": username, "password": "teladan-demo"}
        token = Client().post("/api/v1/session", given, content_type="application/json").json()["token"]
        return {"Authorization": f"Bearer {token}"}

    return sign_in


def test_a_stranger_reads_nothing_that_is_kept_back(secrets, client):
    found, there = leaks(client, secrets, {})
    assert found == set()
    assert there > 50


def test_an_officer_of_another_agency_reads_nothing_that_is_kept_back(office, secrets, client, bearer):
    client.force_login(office.stranger.user, backend=BACKEND)
    found, there = leaks(client, secrets - {PERSON}, bearer("petugas-lain"))
    assert found == set()
    assert there > 50


def test_the_look_around_sees_what_the_agencys_own_officer_reads(office, secrets, client, bearer):
    client.force_login(office.officer.user, backend=BACKEND)
    found, _ = leaks(client, secrets, bearer("petugas"))
    assert {secret for _, secret in found} >= {HIDDEN, SEALED, NOTE, DRAFT}


def test_what_its_author_deleted_is_not_read_by_its_own_officers_either(office, settle, client, bearer):
    remote_ids = []
    for number, audience in enumerate(Audience):
        case = office.case(f"Lampu jalan mati {GONE}", author=f"siti{number}", audience=audience)
        _edit(case, f"Lampu jalan masih mati {GONE}", audience)
        remote_ids.append((case.opening_post.remote.remote_id, case.author.remote_id))
    client.force_login(office.officer.user, backend=BACKEND)
    assert leaks(client, {GONE}, bearer("petugas"))[0]
    delete_posts("activitypub", [DeletedPost(*pair) for pair in remote_ids], now())
    settle()
    assert leaks(client, {GONE}, bearer("petugas"))[0] == set()


def _edit(case: Case, text: str, audience: Audience) -> None:
    post = IncomingPost(case.opening_post.remote.remote_id, Author(case.author.remote_id), text, audience)
    assert edit_posts("activitypub", [EditedPost(post)], now()) == 1
