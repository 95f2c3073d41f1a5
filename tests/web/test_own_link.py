"""A direct message's receipt holds the secret link to its author's own view, and nothing else does."""

from __future__ import annotations

import logging
import re
import sys
from io import StringIO

import pytest
import structlog

from tanggap.base.ids import hash_secret
from tanggap.cases.actions import answer_case
from tanggap.cases.models import Case
from tanggap.channels.contract import Audience, Connection
from tanggap.channels.door import ContractDoor
from tanggap.channels.models import Arrival
from tanggap.config.logs import write_logs
from tanggap.outbox import steps
from tanggap.outbox.envelope import outgoing
from tanggap.outbox.models import Message
from tanggap.outbox.queries import with_messages
from tanggap.records.models import Entry

WORDS = "Tolong, ada pungli di kantor kelurahan"
LINK = re.compile(r"/s/([A-Za-z0-9_-]{20,})")


def told(case: Case) -> Message:
    return Message.objects.get(kind="acknowledgement", steps__case=case)


def secret_of(case: Case) -> str:
    [found] = LINK.findall(told(case).text)
    return found


@pytest.fixture
def case(office) -> Case:
    return office.case(WORDS, author="budi", audience=Audience.DIRECT)


@pytest.fixture
def desk(client, office):
    client.force_login(office.officer.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_link_opens_the_own_view_and_the_case_keeps_its_digest(client, case):
    response = client.get(f"/s/{secret_of(case)}")
    html = response.content.decode()
    assert response.status_code == 200
    assert WORDS in html
    assert "<b>Anda</b>" in html
    assert bytes(case.secret_hash) == hash_secret(secret_of(case))


def test_the_link_is_whole_as_the_network_shows_it(case):
    [delivery] = with_messages(list(told(case).deliveries.all()))
    sent = outgoing(delivery)
    assert re.search(rf'href="http://localhost:8000/s/{secret_of(case)}"', sent.html)
    assert (sent.audience, sent.recipient.remote_id) == (Audience.DIRECT, case.author.remote_id)


def test_behind_the_link_stands_from_when_the_personal_receipt_can_be_had(client, case, settle):
    settle()
    secret = secret_of(case)
    assert f"/s/{secret}/receipt" in client.get(f"/s/{secret}").content.decode()
    waits = client.get(f"/s/{secret}/receipt")
    assert waits.status_code == 404
    assert "lewat tengah malam" in waits.content.decode()


def test_the_personal_receipt_can_be_had_after_midnight(client, case, settle):
    Entry.objects.filter(held_until__isnull=False).update(held_until=None)
    settle()
    assert client.get(f"/s/{secret_of(case)}/receipt").content.startswith(b"c2sp.org/tlog-proof@v1")


def test_who_wrote_on_a_network_is_asked_to_go_on_there(client, case, office):
    secret = secret_of(case)
    answer_case(case.id, "Kami periksa.", acting_officer=office.officer)
    html = client.get(f"/s/{secret}").content.decode()
    assert "sebagai balasan di percakapan itu" in html
    assert f"/s/{secret}/reply" not in html
    assert client.post(f"/s/{secret}/reply", {"text": "Belum", "says": "not_done"}).status_code == 404
    assert not Arrival.objects.filter(kind="webform").exists()


def test_each_confidential_case_has_its_own_link(office, case):
    other = office.case(f"{WORDS} sebelah", author="budi", audience=Audience.DIRECT)
    assert secret_of(other) != secret_of(case)
    assert bytes(other.secret_hash) == hash_secret(secret_of(other))


def test_a_public_post_is_given_none(office):
    case = office.case()
    assert LINK.findall(told(case).text) == []
    assert case.secret_hash is None


def test_followers_never_see_the_link_of_a_post_to_them(office):
    case = office.case(WORDS, audience=Audience.FOLLOWERS)
    assert (told(case).audience, bool(LINK.search(told(case).text))) == ("direct", True)


def test_officers_do_not_get_the_secret(desk, case):
    token = desk.post(
        "/api/v1/session", {"username": "petugas", "password": "teladan-demo"}, content_type="application/json"
    ).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    pages = [
        desk.get(f"/desk/{case.tracking_id}/"),
        desk.get(f"/api/v1/cases/{case.tracking_id}", headers=headers),
        desk.get("/api/v1/cases", headers=headers),
    ]
    assert [page.status_code for page in pages] == [200, 200, 200]
    assert [page for page in pages if secret_of(case) in page.content.decode() or "/s/" in page.content.decode()] == []


def test_nobody_else_gets_the_secret(client, case, settle):
    settle()
    secret, note = secret_of(case), f"/notes/{told(case).public_id}"
    headers = {"Accept": "application/activity+json"}
    for path in (note, f"{note}/activity", f"/cases/{case.tracking_id}/", f"/receipts/{case.tracking_id}.tlog-proof"):
        assert client.get(path, headers=headers).status_code == 404, path
    assert secret not in client.get("/record/").content.decode()
    assert secret.encode() not in b"".join(bytes(entry.leaf or b"") for entry in Entry.objects.all())


@pytest.fixture
def logged(monkeypatch):
    """What was logged, as it is written."""
    written, root = StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    monkeypatch.setattr(sys, "stderr", written)
    write_logs("web")
    monkeypatch.setattr(steps, "log", structlog.get_logger("tanggap"))
    yield written.getvalue
    root.handlers[:], root.level = before[0], before[1]
    logging.captureWarnings(False)
    structlog.reset_defaults()


def test_no_log_holds_the_secret(client, case, logged, monkeypatch):
    class Broken:
        resend = None

        def send(self, message, held, door):
            raise ValueError(message.text)

    monkeypatch.setattr(steps, "connector", lambda network: Broken())
    [delivery] = with_messages(list(told(case).deliveries.all()))
    steps._attempt(delivery, Connection("activitypub", "", {}, {}), ContractDoor())
    client.get(f"/s/{secret_of(case)}")
    client.get(f"/s/{secret_of(case)}x")
    assert "connector_broke" in logged()
    assert secret_of(case) not in logged()
