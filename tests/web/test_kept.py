"""Public pages are kept while nothing public changes, and never a moment longer."""

import pytest
import time_machine
from django.core.cache import cache

from tanggap.base.clock import now
from tanggap.cases.actions import answer_case, hide_case_post


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
