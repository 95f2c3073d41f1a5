"""A form that was sent under a name: its officers read the name on the case's page, and nobody reads it elsewhere."""

from __future__ import annotations

import re
from typing import Any

import orjson
import pytest
from django.test import Client

from tanggap.base.clock import now
from tanggap.cases.models import Case
from tanggap.channels.actions import NewArrival, keep_arrivals, open_form
from tanggap.inbox.steps import read_arrivals
from tanggap.records.models import Payload

NAME = "Budi Santoso"


@pytest.fixture
def send(office):
    """Send a form to the office; returns its case."""

    def sent(**choices: Any) -> Case:
        form = {"id": f"formulir{Case.objects.count()}", "text": "Lampu jalan mati", "name": NAME, **choices}
        body = orjson.dumps(form | {"agency": open_form(office.pu).remote_id})
        keep_arrivals([NewArrival("webform", form["id"], body, now())])
        read_arrivals(10)
        office.work()
        return Case.objects.latest("id")

    return sent


def test_the_officers_of_the_agency_read_the_name(send, desk):
    assert f"dikirim oleh {NAME}" in desk.read(f"{send().tracking_id}/")


def test_nobody_reads_the_name_of_whoever_wanted_none(send, desk):
    assert NAME not in desk.read(f"{send(anonymous=True).tracking_id}/")


def test_another_agency_reads_the_report_without_its_name(send, sit):
    assert NAME not in sit("stranger").read(f"{send().tracking_id}/")


def test_no_list_no_public_page_and_no_interface_shows_the_name(send, desk, office):
    case = send()
    given = {"username": "petugas", "password": "teladan-demo"}
    token = Client().post("/api/v1/session", given, content_type="application/json").json()["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    pages = [desk.read(), desk.client.get(f"/cases/{case.tracking_id}/").content.decode()]
    for path in ("/api/v1/cases", f"/api/v1/cases/{case.tracking_id}"):
        pages.append(Client().get(path, headers=bearer).content.decode())
    assert [page for page in pages if re.search("Budi|Santoso", page)] == []


def test_the_record_does_not_hold_the_name(send, monkeypatch):
    from tanggap.inbox.actions import receive

    sealed = []
    real = receive.seal_under
    monkeypatch.setattr(receive, "seal_under", lambda parts: sealed.extend(parts) or real(parts))
    send()
    assert Payload.objects.exists()
    assert NAME not in str(sealed)
