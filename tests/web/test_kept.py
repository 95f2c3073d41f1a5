"""Public pages are kept while nothing public changes, and never a moment longer."""

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case, hide_case_post
from tanggap.records.steps import sequence
from tanggap.web.kept import VERSION_OF_CASE


@pytest.fixture
def page(office, client):
    cache.clear()
    case = office.case()
    return case, lambda: client.get(f"/cases/{case.tracking_id}/")


def test_a_page_is_not_made_twice(page, django_assert_num_queries):
    _case, get = page
    with time_machine.travel(now(), tick=False):
        first = get()
        with django_assert_num_queries(1):
            second = get()
    assert second.content == first.content
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_an_answer_shows_at_once(page, office):
    case, get = page
    get()
    answer_case(case.id, "Lampunya kami ganti besok.", acting_officer=office.officer)
    assert "Lampunya kami ganti besok." in get().content.decode()


def test_hidden_words_are_gone_at_once(page, office):
    case, get = page
    assert "Lampu jalan" in get().content.decode()
    hide_case_post(case.id, case.opening_post_id, "personal_data", acting_officer=office.officer)
    assert "Lampu jalan" not in get().content.decode()


def test_other_reports_that_come_in_make_nothing_anew(page, office, django_assert_num_queries):
    _case, get = page
    with time_machine.travel(now(), tick=False):
        get()
        office.case("Jalan rusak di depan pasar, tolong diperbaiki.")
        with django_assert_num_queries(1):
            get()


def test_what_any_officer_does_makes_it_anew(page, office):
    """A page may show more than its own case; only reports that come in are known to change no other."""
    _case, get = page
    other = office.case("Jalan rusak di depan pasar, tolong diperbaiki.")
    with time_machine.travel(now(), tick=False):
        get()
        hide_case_post(other.id, other.opening_post_id, "personal_data", acting_officer=office.officer)
        with CaptureQueriesContext(connection) as asked:
            get()
    assert len(asked) > 1


def test_the_places_of_its_acts_show_as_soon_as_they_have_them(page, office):
    _case, get = page
    assert "/record/?at=" not in get().content.decode()
    sequence(100)
    assert "/record/?at=" in get().content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="each database explains itself in its own words")
def test_a_version_is_found_without_reading_the_record(db):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {VERSION_OF_CASE}", ["case:7Q2M-4K9X"])
        plan = "\n".join(row[-1] for row in cursor.fetchall())
    assert "records_entry_of_more" in plan
    assert "records_entry_named (subject=?)" in plan


def test_each_language_has_its_own(page, client):
    _case, get = page
    indonesian = get().content
    client.cookies["django_language"] = "en"
    assert get().content != indonesian


def test_a_cache_that_is_away_changes_nothing(page, monkeypatch):
    def away(*_args, **_more):
        raise ConnectionError

    _case, get = page
    monkeypatch.setattr("tanggap.base.cache.cache.get", away)
    monkeypatch.setattr("tanggap.base.cache.cache.set", away)
    assert get().status_code == 200
