"""The desk's lists are walked in the order of an index: what stands on a page is all that is read and put in order."""

import pytest
from django.db import connection

from tanggap.cases.desk import VIEWS, cases_of_desk, one_page, seat_of
from tanggap.registry.actions import grant_mandate

PAGE = 26
# Few cases are in danger at one time, over all agencies, too: these may be sorted.
SORTED = {("head", "danger")}
on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL decides by what it counted, and a test's tables are empty"
)


@pytest.fixture
def seats(office):
    """An officer with one agency, and an overseer."""
    grant_mandate(office.head, ["oversee"], "SK 9/2026", acting_officer=None)
    return {"officer": seat_of(office.officer), "head": seat_of(office.head)}


def plan_of(cases):
    """How SQLite goes about it, one step a line."""
    sql, values = cases.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        return "\n".join(row[-1] for row in cursor.fetchall())


@on_sqlite
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("who", ["officer", "head"])
def test_a_list_is_walked_in_the_order_of_its_index(seats, who, view):
    plan = plan_of(cases_of_desk(seats[who], view).values("id")[:PAGE])
    assert "INDEX case_" in plan
    if (who, view) not in SORTED:
        assert "SEARCH" in plan
        assert "TEMP B-TREE" not in plan


@on_sqlite
@pytest.mark.parametrize("view", ["turn", "late", "waiting"])
@pytest.mark.parametrize("who", ["officer", "head"])
def test_what_nobody_holds_is_walked_in_that_order_too(seats, who, view):
    plan = plan_of(cases_of_desk(seats[who], view).filter(assignee=None).values("id")[:PAGE])
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("view", ["turn", "waiting"])
def test_a_page_is_a_part_of_its_list(office, seats, view, django_assert_num_queries):
    for _ in range(7):
        office.write("Lampu jalan mati, tolong diperbaiki")
    office.work()
    cases = cases_of_desk(seats["officer"], view)
    with django_assert_num_queries(1):
        page = one_page(cases, 2, 3)
    assert page == list(cases)[2:5]
