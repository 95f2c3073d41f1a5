"""A public page costs the same few queries however much stands on it, and with nothing kept of it."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanggap.cases.actions import (
    answer_case,
    assign_case,
    close_case,
    correct_answer,
    forward_case,
    hide_case_post,
    reopen_case,
)
from tanggap.records.steps import sequence

MOST = 12
MOST_OF_A_CASE = 5
# Six of them are for what is kept until the record grows (the measures) or for a minute (official handles).
MOST_OF_AN_AGENCY = 14


@pytest.fixture
def short(office):
    """A case with one answer."""
    case = office.case()
    answer_case(case.id, "Kami ganti besok.", acting_officer=office.officer)
    return case


@pytest.fixture
def long(office):
    """A case in which everything happened, some of it often."""
    case, officer = office.case(author="budi"), office.officer
    parent = case.opening_post.remote.remote_id
    assign_case(case.id, office.colleague, acting_officer=officer)
    for turn in range(4):
        step = answer_case(case.id, f"Jawaban ke-{turn}", acting_officer=officer)
        correct_answer(step.id, f"Jawaban ke-{turn}, diperbaiki", acting_officer=officer)
        office.write("belum selesai", author="budi", in_reply_to=parent)
        office.write("di tempat saya juga", author="siti", in_reply_to=parent)
        office.work()
    hide_case_post(case.id, case.steps.filter(kind="replied").last().post_id, "personal_data", acting_officer=officer)
    close_case(case.id, "done", acting_officer=officer)
    reopen_case(case.id, "Belum tuntas", acting_officer=officer)
    forward_case(case.id, office.dishub, "Bukan kami", acting_officer=officer)
    sequence(1000)
    return case


def queries_of(client, path):
    cache.clear()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_long_case_takes_as_many_queries_as_a_short_one(client, short, long):
    few, many = (queries_of(client, f"/cases/{case.tracking_id}/") for case in (short, long))
    assert many <= few <= MOST_OF_A_CASE


@pytest.mark.parametrize("path", ["/", "/cases/", "/record/", "/accounts/"])
def test_a_page_takes_few_queries(client, short, long, path):
    assert queries_of(client, path) <= MOST


def test_an_agency_takes_few_queries(client, office, short, long):
    assert queries_of(client, f"/agencies/{office.pu.slug}/") <= MOST_OF_AN_AGENCY


def test_an_agency_takes_fewer_once_its_measures_are_kept(client, office, short, long):
    path = f"/agencies/{office.pu.slug}/"
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) <= MOST
