"""A page costs the same few queries however much stands on it."""

import pytest

from tanggap.cases.actions import answer_case, note_case
from tests.web.desk.test_list import DANGER

MOST = 11


@pytest.fixture
def full(office):
    """A desk with cases of every kind, one of them long."""
    office.case(DANGER)
    long = office.case(author="budi")
    for turn in range(6):
        answer_case(long.id, f"Jawaban ke-{turn}", acting_officer=office.officer)
        note_case(long.id, f"Catatan {turn}", acting_officer=office.colleague)
        office.write("belum selesai", author="budi", in_reply_to=long.opening_post.remote.remote_id)
        office.work()
    for _ in range(12):
        office.write("Lampu jalan mati, tolong diperbaiki")
    office.work()
    return long


@pytest.mark.parametrize(
    "view", ["turn", "danger", "late", "disputed", "mine", "to_close", "waiting", "closed", "dismissed"]
)
def test_a_list_takes_few_queries(full, desk, django_assert_max_num_queries, view):
    desk.get()
    with django_assert_max_num_queries(MOST):
        desk.read(view=view)


def test_a_long_thread_takes_few_queries(full, desk, django_assert_max_num_queries):
    desk.get(f"{full.tracking_id}/")
    with django_assert_max_num_queries(MOST):
        desk.read(f"{full.tracking_id}/")


def test_a_case_of_another_agency_takes_as_few(full, sit, django_assert_max_num_queries):
    desk = sit("stranger")
    desk.get(f"{full.tracking_id}/")
    with django_assert_max_num_queries(MOST):
        desk.read(f"{full.tracking_id}/")


def test_a_longer_thread_takes_no_more_queries(office, full, desk, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    short = office.case()
    desk.get(f"{short.tracking_id}/")
    with CaptureQueriesContext(connection) as few:
        desk.read(f"{short.tracking_id}/")
    with CaptureQueriesContext(connection) as many:
        desk.read(f"{full.tracking_id}/")
    # A thread without an answer has no deliveries to ask for.
    assert len(many) <= len(few) + 1


def test_asking_for_news_takes_few_queries(full, desk, django_assert_max_num_queries):
    page = desk.get(f"{full.tracking_id}/")
    with django_assert_max_num_queries(MOST):
        assert desk.ask_news(page).status_code == 204


@pytest.mark.parametrize("path", ["talk/", "notices/", "publications/", "approvals/"])
def test_the_other_lists_take_few_queries(office, desk, django_assert_max_num_queries, path):
    desk.get(path)
    with django_assert_max_num_queries(MOST):
        desk.read(path)
