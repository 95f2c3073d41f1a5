"""The database adds up what plain Python adds up, in as many queries for many cases as for none."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.metrics.actions import FACT_COLUMNS
from tanggap.metrics.formulas import COUNTED, Matter, measured, statistics
from tanggap.metrics.models import CaseFact, DayCount
from tanggap.metrics.queries import DaySums, day_by_day, give_and_take, period, statistics_of, statistics_of_each
from tanggap.metrics.sums import totals_of

DAYS = 30
FIRST = date(2026, 10, 1)
START, END = (datetime.combine(FIRST + timedelta(days=n), time(0), UTC) for n in (5, 35))
AGENCIES = ("01PU", "01HUB", "01LH")

MINUTE = timedelta(minutes=1)
moments = st.integers(0, 40 * 24 * 60).map(lambda minutes: datetime.combine(FIRST, time(0), UTC) + minutes * MINUTE)
matters = st.builds(
    Matter,
    subject=st.uuids().map(str),
    agency=st.sampled_from(AGENCIES),
    kind=st.just("complaint"),
    network=st.just("activitypub"),
    received=moments,
    answer_due=moments,
    answered=st.none() | moments,
    dismissed=st.none() | moments,
)
days = st.integers(0, 39).map(lambda n: FIRST + timedelta(days=n))
counts = st.dictionaries(
    st.tuples(days, st.sampled_from((*AGENCIES, "")), st.sampled_from(sorted(COUNTED.values()))), st.integers(1, 50)
)


def store(known, by_day):
    rows = [{name: getattr(matter, name) for name in FACT_COLUMNS} for matter in known]
    CaseFact.objects.bulk_create([CaseFact(**row) for row in rows])
    DayCount.objects.bulk_create(
        [DayCount(day=day, agency=agency, what=what, count=n) for (day, agency, what), n in by_day.items()]
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(known=st.lists(matters, max_size=40), by_day=counts)
def test_the_database_adds_up_what_python_adds_up(db, known, by_day):
    with transaction.atomic():
        store(known, by_day)
        each = totals_of(START, END, apart=True)
        for agency in AGENCIES:
            plain = statistics(known, by_day, START, END, agency)
            assert measured(totals_of(START, END, agency)[agency]) == plain
            assert agency not in each or measured(each[agency]) == plain
        assert measured(totals_of(START, END)[""]) == statistics(known, by_day, START, END)
        transaction.set_rollback(True)


def test_who_did_nothing_has_no_totals_among_all(db):
    assert totals_of(START, END, apart=True) == {}


@pytest.fixture
def many(db):
    cache.clear()
    start, _end = period()
    known = [
        Matter(f"case:{n}", f"01AGENCY{n % 20}", "complaint", "activitypub", start, start, start + n * MINUTE)
        for n in range(400)
    ]
    store(known, {(start.date(), f"01AGENCY{n}", "opened"): 20 for n in range(20)})


def test_measures_of_every_agency_take_few_queries(many, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        found = statistics_of_each()
    assert len(found) == 20
    assert found["01AGENCY3"].first_answer.median == (3 + 383) / 2 / 60


def test_measures_of_the_government_take_few_queries(many, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        assert statistics_of().answered.part == 400


def test_give_and_take_of_every_day_takes_one_query(many, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert give_and_take(DAYS) == [(400, 0)] + [(0, 0)] * (DAYS - 1)


def test_each_day_is_added_up_over_agencies_in_one_query(db, django_assert_num_queries):
    start, _end = period()
    day = start.date()
    store([], {(day, "01PU", "received"): 3, (day, "", "received"): 2, (day, "01PU", "replied"): 9})
    with django_assert_num_queries(1):
        found = day_by_day(DAYS)
    assert found[:2] == [DaySums(day, 5, 9, 0), DaySums(day + timedelta(days=1))]
    assert len(found) == DAYS
